/** A model graph: read from Keras JSON, checked layer by layer, counted, and written back for Keras and TensorFlow.js. */
export { analyzeModel, computeActivationBytes } from './analyze'
export type { LayerAnalysis, ModelAnalysis } from './analyze'
export { title } from './graph'
export type { ModelGraph, ModelLayer } from './graph'
export { findHeadErrors, headActivation } from './head'
export { parseModel } from './read-keras'
export { toKerasJson } from './write-keras'
export { toTfjsJson } from './write-tfjs'
