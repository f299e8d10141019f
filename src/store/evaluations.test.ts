import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  encodeEvaluationFile,
  nameEvaluationFile,
  type StoredEvaluation
} from '@shared/evaluation-file'
import { createRun, createTemporaryWorkspace, openStore } from './testing'

const evaluation: StoredEvaluation = {
  part: 'test',
  moment: 'end',
  step: 72,
  epoch: 1,
  datasetId: 'mnist',
  classNames: ['a', 'b'],
  picturesId: 'abc',
  labels: Uint32Array.of(0, 1),
  places: Uint32Array.of(0, 1),
  probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.5)
}

function createEvaluatedRun() {
  const { store } = openStore(createTemporaryWorkspace())
  const { id: runId } = createRun(store)
  const file = (part: 'test' | 'validation', moment: 'end' | 'best') =>
    join(store.getRunFolder(runId), nameEvaluationFile({ part, moment }))
  writeFileSync(file('test', 'end'), encodeEvaluationFile(evaluation))
  return { store, runId, file }
}

it('an evaluation comes back as it was written, as the run’s own', () => {
  const { store, runId } = createEvaluatedRun()
  const request = { runId, part: 'test', moment: 'end' } as const
  expect(store.getEvaluation(request)).toEqual({ ...evaluation, runId })
})

it('an evaluation that was not stored, is not whole or is another one is none', () => {
  const { store, runId, file } = createEvaluatedRun()
  expect(store.getEvaluation({ runId, part: 'validation', moment: 'end' })).toBeNull()
  copyFileSync(file('test', 'end'), file('test', 'best'))
  expect(store.getEvaluation({ runId, part: 'test', moment: 'best' })).toBeNull()
  const bytes = readFileSync(file('test', 'end'))
  writeFileSync(file('test', 'end'), bytes.subarray(0, -1))
  expect(store.getEvaluation({ runId, part: 'test', moment: 'end' })).toBeNull()
})

it('an evaluation of no run is refused', () => {
  const { store } = createEvaluatedRun()
  const request = { runId: 'nowhere', part: 'test', moment: 'end' } as const
  expect(() => store.getEvaluation(request)).toThrow(/There is no run 'nowhere'/)
})
