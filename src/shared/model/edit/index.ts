/** Editing a model: every function takes a graph and gives a new one, so that undo is to keep the old. */
export * from './blocks'
export * from './connections'
export * from './drawing'
export * from './fragment'
export * from './layers'
export { checkName, nameOfKind } from './names'
export * from './params'
export { createParams } from './start-params'
