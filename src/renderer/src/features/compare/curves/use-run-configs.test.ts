import { describe, expect, it } from 'vitest'
import type { Config } from '@shared/flatten-config'
import { createRun } from '../../../fixtures/test-app'
import { findDifferentPaths, nameRuns } from './use-run-configs'

const runs = ['a', 'b', 'c'].map((id) => createRun({ id, name: `run ${id}` }))
const [base = createRun()] = runs
const configs = new Map<string, Config>([
  ['a', { 'training.optimizer.learningRate': 0.001, 'training.epochs': 5 }],
  ['b', { 'training.optimizer.learningRate': 0.01, 'training.epochs': 5 }],
  ['c', { 'training.optimizer.learningRate': 0.001, 'training.epochs': 5 }]
])

describe('names of compared runs', () => {
  it('say what differs from the base; a run like it keeps its own', () => {
    expect([...nameRuns(runs, base, configs).values()]).toEqual([
      'run a (base)',
      'lr 1e-3 → 0.01',
      'run c'
    ])
  })

  it('are the own ones where those are told apart more shortly', () => {
    const long = {
      ...configs.get('b'),
      'training.loss': 'a loss of many words',
      'model.dropout': '0.2, 0.2, 0.2'
    }
    const known = new Map<string, Config>([...configs, ['b', long]])
    expect([...nameRuns(runs, base, known).values()]).toEqual(['run a (base)', 'run b', 'run c'])
    const namesakes = runs.map((run) => ({ ...run, name: 'run' }))
    expect([...nameRuns(namesakes, base, known).values()][1]).toContain('lr 1e-3 → 0.01')
  })

  it('are the own ones while a configuration is not known, and of a single run', () => {
    expect(nameRuns(runs, base, new Map([...configs].slice(1))).size).toBe(0)
    expect(nameRuns([base], base, configs).size).toBe(0)
  })
})

it('the paths in which runs differ can tell curves apart', () => {
  expect(findDifferentPaths(runs, configs)).toEqual(['training.optimizer.learningRate'])
  expect(findDifferentPaths([base], configs)).toEqual([])
})
