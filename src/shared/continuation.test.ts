import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeDifferences, findContinuationError, hasSameBatches } from './continuation'
import { parseExperimentText, type Experiment } from './experiment'

const read = (name: string): Experiment =>
  parseExperimentText(readFileSync(`resources/experiments/${name}.json`, 'utf8'), name)
const parent = read('cifar-cnn-2-dropout')

/** A copy whose text is changed, as a person would in the file. */
function edit(from: RegExp, to: string): Experiment {
  const text = JSON.stringify(parent)
  expect(text).toMatch(from)
  return parseExperimentText(text.replace(from, to), 'edited')
}
function withTraining(training: Partial<Experiment['training']>): Experiment {
  return { ...parent, training: { ...parent.training, ...training } }
}

describe('going on with other settings', () => {
  it('may change a dropout rate, the loss, the optimizer and the epochs', () => {
    const child = {
      ...edit(/"rate":0\.\d+/, '"rate":0.61'),
      training: withTraining({ epochs: 33, loss: 'mean_squared_error' }).training
    }
    expect(findContinuationError(parent, child)).toBeNull()
    expect(describeDifferences(parent, child)).toEqual([
      expect.stringMatching(/^training\.loss \w+ → mean_squared_error$/),
      `training.epochs ${parent.training.epochs} → 33`,
      expect.stringMatching(/^layer \w+: rate 0\.\d+ → 0\.61$/)
    ])
  })

  it('may change augmentation, and names each setting with what it was', () => {
    const augmented = { ...parent, augmentation: { width_shift_range: 0.1, rotation_range: 0 } }
    const child = {
      ...parent,
      augmentation: { horizontal_flip: true, zoom_range: [0.8, 1.2] as [number, number] }
    }
    expect(describeDifferences(parent, { ...parent, augmentation: {} })).toEqual([])
    expect(describeDifferences(augmented, child)).toEqual([
      'augmentation.width_shift_range 0.1 → 0',
      'augmentation.horizontal_flip false → true',
      'augmentation.zoom_range 0 → [0.8,1.2]'
    ])
    expect(hasSameBatches(augmented, child)).toBe(true)
  })

  it('is refused with the weights that do not fit', () => {
    expect(findContinuationError(parent, edit(/"filters":\d+/, '"filters":7'))).toMatch(
      /^The weights ".*" are \[3, 3, 3, 7\], but \[3, 3, 3, \d+\] in the network it goes on from\./
    )
  })

  it('is refused when a layer with weights is new or gone', () => {
    const other = read('cifar-cnn-3-batchnorm')
    const renamed = { ...parent, model: other.model }
    expect(findContinuationError(parent, renamed)).not.toBeNull()
    expect(findContinuationError(renamed, parent)).not.toBeNull()
  })

  it('keeps its place in an epoch only where the batches stay the same', () => {
    expect(hasSameBatches(parent, withTraining({ epochs: 99, loss: 'huber' }))).toBe(true)
    expect(hasSameBatches(parent, withTraining({ batchSize: 17 }))).toBe(false)
    expect(hasSameBatches(parent, withTraining({ seed: 17 }))).toBe(false)
    const validation = { kind: 'last-fraction', fraction: 0.2 } as const
    const split = { ...parent, dataset: { ...parent.dataset, validation } }
    expect(hasSameBatches(parent, split)).toBe(
      JSON.stringify(parent.dataset.validation) === JSON.stringify(validation)
    )
  })
})
