import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import fixture from './fixtures/sklearn-folds.json'
import { countFold, findFoldError, splitFold } from './k-fold'

const mixed = (count: number, classes: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => (i * 7919 + ((i * i) % 101)) % classes)
const hash = (indices: Int32Array): string =>
  createHash('sha256')
    .update(Buffer.from(indices.buffer, indices.byteOffset, indices.byteLength))
    .digest('hex')

describe('k-fold has the members of scikit-learn', () => {
  it.each(fixture.cases)(
    '$folds folds of $count in $classes classes, seed $seed, stratified $isStratified',
    ({ count, classes, folds, seed, isStratified, validation, trainHashes, validationHashes }) => {
      const labels = mixed(count, classes)
      const parts = Array.from({ length: folds }, (_, index) =>
        splitFold(labels, { folds, fold: index + 1, seed, isStratified })
      )
      if (validation) expect(parts.map((part) => [...part.validation])).toEqual(validation)
      expect(parts.map((part) => part.validation.length)).toEqual(
        parts.map((_, index) => countFold(count, { folds, fold: index + 1 }))
      )
      expect(parts.map((part) => hash(part.validation))).toEqual(validationHashes)
      expect(parts.map((part) => hash(part.train))).toEqual(trainHashes)
    }
  )
})

it('says why it cannot be split', () => {
  const labels = Int32Array.of(0, 0, 0, 1)
  const settings = { folds: 3, fold: 1, seed: 1, isStratified: true }
  expect(findFoldError(labels, settings)).toBeNull()
  expect(findFoldError(labels, { ...settings, fold: 4 })).toMatch(/none of 3 folds/)
  expect(findFoldError(labels, { ...settings, folds: 5 })).toMatch(/more than the 4 pictures/)
  expect(findFoldError(labels, { ...settings, folds: 4 })).toMatch(
    /3 pictures of the largest class/
  )
})
