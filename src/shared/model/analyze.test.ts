import { describe, expect, it } from 'vitest'
import { analyzeModel, computeActivationBytes, parseModel } from './index'

describe('analyzeModel', () => {
  const analysis = analyzeModel(
    parseModel({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'film', batch_shape: [null, 8, 16, 16, 3] } },
          { class_name: 'Conv3D', config: { name: 'conv', filters: 4, kernel_size: 3 } },
          { class_name: 'MaxPooling3D', config: { name: 'pool' } },
          { class_name: 'Reshape', config: { name: 'rows', target_shape: [-1, 4] } },
          { class_name: 'Conv1D', config: { name: 'along', filters: 2, kernel_size: 5 } },
          { class_name: 'GlobalMaxPooling1D', config: { name: 'all' } }
        ]
      }
    })
  )
  const of = <T>(pick: (one: (typeof analysis.layers)[number]) => T) => analysis.layers.map(pick)

  it('follows shapes through volumes, sequences and rows', () => {
    expect(of(({ outputShape }) => outputShape)).toEqual([
      [8, 16, 16, 3],
      [6, 14, 14, 4],
      [3, 7, 7, 4],
      [147, 4],
      [143, 2],
      [2]
    ])
  })

  it('says what one value sees along each axis, and nothing where the axes are lost', () => {
    expect(of(({ receptiveField }) => receptiveField)).toEqual([
      [1, 1, 1],
      [3, 3, 3],
      [4, 4, 4],
      null,
      null,
      [8, 16, 16]
    ])
  })

  it('counts what activations take for a batch', () => {
    expect(of((one) => computeActivationBytes(one, 32))).toEqual(
      [6144, 4704, 588, 588, 286, 2].map((values) => values * 4 * 32)
    )
  })
})
