import { expect, it } from 'vitest'
import { createRun } from '../../fixtures/test-app'
import { describeTestLook } from './test-look'

const now = new Date(2026, 5, 10, 18, 0)
const at = (day: number, hour: number) => new Date(2026, 5, day, hour, 30).getTime()
const test = { loss: 1, accuracy: 0.5, examples: 10 }

it('says that nobody looked', () => {
  const runs = [
    createRun({ endedAt: at(10, 9), test: null }),
    createRun({ datasetId: 'x', endedAt: 5, test })
  ]
  expect(describeTestLook({ runs, datasetId: 'mnist', browsedAt: null }, now)).toMatch(
    /never looked at/
  )
})

it('names the run that was tested last', () => {
  const runs = [
    createRun({ name: 'old', endedAt: at(9, 9), test }),
    createRun({ name: 'new', endedAt: at(10, 9), test })
  ]
  expect(describeTestLook({ runs, datasetId: 'mnist', browsedAt: at(8, 1) }, now)).toBe(
    'Test part: last looked at today at 09:30, by the test of the run “new”. Training does not touch it.'
  )
})

it('says that its pictures were looked at since', () => {
  const runs = [createRun({ endedAt: at(8, 9), test })]
  expect(describeTestLook({ runs, datasetId: 'mnist', browsedAt: at(9, 1) }, now)).toBe(
    'Test part: last looked at on 9 June 2026 at 01:30, by a look at its pictures here. Training does not touch it.'
  )
})
