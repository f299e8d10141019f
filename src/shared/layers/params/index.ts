/** The kinds of layer parameters: each knows its default, its bounds, how to read Keras JSON and how to write it. */
export * from './activation'
export * from './initializer'
export * from './param'
export * from './regularizer'
export * from './scalars'
export * from './shapes'
export * from './sizes'
