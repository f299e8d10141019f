import { describe, expect, it } from 'vitest'
import { evaluationSchema } from './evaluation'
import {
  decodeEvaluationFile,
  encodeEvaluationFile,
  nameEvaluationFile,
  type StoredEvaluation
} from './evaluation-file'

const evaluation: StoredEvaluation = {
  part: 'validation',
  moment: 'best',
  step: 144,
  epoch: 2,
  datasetId: 'animals',
  classNames: ['Katze', 'Käfer', '狐'],
  picturesId: 'abc',
  labels: Uint32Array.of(0, 2),
  places: Uint32Array.of(7, 4_000_000_000),
  probabilities: Float32Array.of(0.25, 0.125, 0.625, 0, 2 ** -24, 1)
}

describe('the file of an evaluation', () => {
  const bytes = encodeEvaluationFile(evaluation)

  it('gives back what was put in, letters beyond ASCII included', () => {
    expect(decodeEvaluationFile(bytes)).toEqual(evaluation)
    expect(evaluationSchema.parse({ ...evaluation, runId: 'a' })).toMatchObject(evaluation)
  })

  it('is read from the middle of a larger buffer, as Node reads small files', () => {
    const larger = new Uint8Array(bytes.length + 9)
    larger.set(bytes, 5)
    expect(decodeEvaluationFile(larger.subarray(5, 5 + bytes.length))).toEqual(evaluation)
  })

  it('keeps probabilities to three digits', () => {
    const probabilities = Float32Array.of(1 / 3, 0.6, 1 / 15, 0.001, 0.9, 0.099)
    const read = decodeEvaluationFile(encodeEvaluationFile({ ...evaluation, probabilities }))
    probabilities.forEach((value, index) => {
      const kept = read?.probabilities[index] ?? NaN
      expect(Math.abs(kept - value)).toBeLessThanOrEqual(value * 2 ** -11)
    })
    expect(read?.probabilities).not.toEqual(probabilities)
  })

  it('takes two bytes a probability and eight a picture', () => {
    const classNames = Array.from({ length: 10 }, (_, index) => `${index}`)
    const encode = (count: number) =>
      encodeEvaluationFile({
        ...evaluation,
        classNames,
        labels: new Uint32Array(count),
        places: new Uint32Array(count),
        probabilities: new Float32Array(count * 10)
      })
    expect(encode(2000).length - encode(1000).length).toBe(1000 * (10 * 2 + 8))
  })

  it('is nothing when it was cut anywhere, or has more bytes', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeEvaluationFile(bytes.subarray(0, length))).toBeNull()
    }
    expect(decodeEvaluationFile(Uint8Array.of(...bytes, 0))).toBeNull()
  })

  it('is nothing when one bit of it is another', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Uint8Array.from(bytes)
      damaged[bit >>> 3] = (damaged[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
      expect(decodeEvaluationFile(damaged)).toBeNull()
    }
  })

  it('has a name of its own for each part and moment', () => {
    expect(nameEvaluationFile(evaluation)).toBe('evaluation-validation-best.bin')
  })
})
