import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import fixture from './fixtures/sklearn-splits.json'
import { findStratifiedError, splitStratified } from './stratified-split'

interface Case {
  labels: string
  count: number
  classes: number
  fraction: number
  seed: number
  train?: number[]
  validation?: number[]
  trainHash: string
  validationHash: string
}

/** The formulas of scripts/reference/sklearn_split.py. */
const formulas: Record<string, (i: number, count: number, classes: number) => number> = {
  mixed: (i, _count, classes) => (i * 7919 + ((i * i) % 101)) % classes,
  balanced: (i, count, classes) => ((i * 7919) % count) % classes
}

function labelsOf({ labels, count, classes }: Case): Int32Array {
  return Int32Array.from({ length: count }, (_, i) =>
    (formulas[labels] as (typeof formulas)['mixed'])(i, count, classes)
  )
}

const hash = (indices: Int32Array) => createHash('sha256').update(indices).digest('hex')

describe(`a stratified split against ${fixture.writtenBy}`, () => {
  it.each(
    (fixture.cases as Case[]).map(
      (one) =>
        [
          `${one.count} labels, ${one.classes} classes, ${one.fraction}, seed ${one.seed}`,
          one
        ] as const
    )
  )('has the same members in the same order: %s', (_name, one) => {
    const { train, validation } = splitStratified(labelsOf(one), one)
    if (one.train) expect([...train]).toEqual(one.train)
    if (one.validation) expect([...validation]).toEqual(one.validation)
    expect([hash(train), hash(validation)]).toEqual([one.trainHash, one.validationHash])
  })
})

/** The folder with CIFAR-10's data_batch_1.bin and the others, where there is one: it is not shipped. */
const cifarFolder = process.env.RECEPTIVE_CIFAR10

it.skipIf(!cifarFolder)("has the lecture's 40,000 and 10,000 pictures of CIFAR-10", () => {
  const batches = [1, 2, 3, 4, 5].map((batch) =>
    readFileSync(join(cifarFolder ?? '', `data_batch_${batch}.bin`))
  )
  const labels = Int32Array.from(Buffer.concat(batches).filter((_, index) => index % 3073 === 0))
  const { train, validation } = splitStratified(labels, { fraction: 0.2, seed: 20 })
  expect([train.length, validation.length]).toEqual([40_000, 10_000])
  expect({ trainHash: hash(train), validationHash: hash(validation) }).toEqual(fixture.cifar10)
})

describe('a stratified split', () => {
  it('is refused where a class could not be in both parts', () => {
    expect(findStratifiedError(Int32Array.of(0, 0, 0, 1, 1, 1), { fraction: 0.1 })).toMatch(
      /fraction 0\.1 of 6 pictures leaves 1 in one part, too few for 2 classes/
    )
    expect(findStratifiedError(Int32Array.of(0, 0, 0, 1), { fraction: 0.5 })).toMatch(
      /single picture/
    )
    expect(findStratifiedError(Int32Array.of(0, 0, 1, 1), { fraction: 0.5 })).toBeNull()
  })
})
