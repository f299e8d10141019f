import { describe, expect, it } from 'vitest'
import { decodePredictionFile, encodePredictionFile } from './prediction-file'
import type { PredictionBatch } from './predictions'

const batch: PredictionBatch = {
  runId: 'run',
  step: 25,
  classNames: ['Katze', 'Käfer', '狐'],
  imageShape: [1, 2, 3],
  images: Uint8Array.from({ length: 12 }, (_, i) => i * 20),
  samples: [
    { index: 3, label: 0, predicted: 2, probability: 0.5, probabilities: [0.25, 0.25, 0.5] },
    { index: 9, label: 1, predicted: 1, probability: 1, probabilities: [0, 1, 0] }
  ]
}

describe('the file of sample predictions', () => {
  it('gives back the batch, letters beyond ASCII included', () => {
    expect(decodePredictionFile(encodePredictionFile(batch))).toEqual(batch)
  })

  it('is nothing when it was cut anywhere', () => {
    const bytes = encodePredictionFile(batch)
    for (let length = 0; length < bytes.length; length++) {
      expect(decodePredictionFile(bytes.subarray(0, length))).toBeNull()
    }
  })
})
