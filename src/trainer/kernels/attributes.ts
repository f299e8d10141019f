/** Attributes that several native operations share. */

export const float32 = { dtype: 'float32' } as const
export const channelsLast = { data_format: 'NHWC' } as const

/**
 * The label under which oneDNN's kernels are registered. TensorFlow's graph passes set it; an operation that is called by
 * name must bring it along.
 */
export const oneDnnKernel = { _kernel: 'MklNameChangeOp' } as const

/** TensorFlow's spelling of Keras' padding. */
export const nativePadding = (padding: 'same' | 'valid') => padding.toUpperCase()
