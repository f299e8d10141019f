import { expect, it } from 'vitest'
import { runRecordSchema } from '../run'
import { findBest, listResults } from './run-results'

const record = runRecordSchema.parse({
  id: 'a',
  name: 'a',
  color: 0,
  state: 'finished',
  reason: null,
  experimentName: 'a',
  datasetId: 'mnist',
  createdAt: 0,
  endedAt: null,
  epochs: 3,
  epochsDone: 3,
  stepsDone: 1890,
  elapsedMs: 61_000,
  parameters: 7850,
  seed: 1,
  notes: [],
  latest: {},
  test: { accuracy: 0.9, loss: 0.25, examples: 2000, others: { f1: 0.89 } }
})

it('lists what is known of how a run went, by path, in words', () => {
  const facts = {
    metrics: {
      'validation/accuracy': {
        last: 0.91,
        lastStep: 1260,
        best: 0.93,
        bestStep: 1260,
        bestEpoch: 2
      },
      'train/loss': { last: Infinity, lastStep: 9, best: 0.2, bestStep: 5, bestEpoch: null }
    },
    msPerStep: 12.345,
    device: 'CPU · 2 cores'
  }
  expect(listResults(record, facts).map(({ key, text }) => [key, text])).toEqual([
    ['result.state', 'finished'],
    ['result.test.loss', '0.2500'],
    ['result.test.accuracy', '0.9000'],
    ['result.test.f1', '0.8900'],
    ['result.validation.accuracy.best', '0.9300'],
    ['result.validation.accuracy.last', '0.9100'],
    ['result.validation.accuracy.bestEpoch', '2'],
    ['result.train.loss.best', '0.2000'],
    ['result.train.loss.last', '∞'],
    ['result.epochsDone', '3'],
    ['result.stepsDone', '1,890'],
    ['result.elapsedMs', '1:01'],
    ['result.parameters', '7,850'],
    ['result.msPerStep', '12.3 ms'],
    ['result.device', 'CPU · 2 cores']
  ])
  expect(listResults(record, null).some(({ key }) => key.startsWith('result.train'))).toBe(false)
})

it('knows which is best by the direction of the metric, and that none is when all are the same', () => {
  const of = (better: 'higher' | 'lower' | null, ...values: number[]) =>
    findBest(values.map((value) => ({ key: '', label: '', value, text: '', better })))
  expect(of('higher', 1, 3, 2)).toBe(3)
  expect(of('lower', 1, 3, 2)).toBe(1)
  expect(of('lower', Infinity, NaN, 2)).toBe(2)
  expect([of(null, 1, 2), of('higher', 1, 1), of('higher', 1), of('lower', NaN, Infinity)]).toEqual(
    [undefined, undefined, undefined, undefined]
  )
})
