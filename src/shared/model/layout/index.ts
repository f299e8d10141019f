/** Where the blocks of a model stand, and how its wires run: the same for the canvas and for a picture of it. */
export { createScene, BLOCK_WIDTH } from './scene'
export type { FoldedBox, Frame, LayerBox, Scene } from './scene'
export type { Box, Link } from './tidy-layout'
export { findNearestLink, findWire } from './wires'
export type { Side, Wire } from './wires'
