import { describe, expect, it } from 'vitest'
import { createRun } from '../../fixtures/test-app'
import { computeRunTree } from './run-tree'

const run = (id: string, createdAt: number, parentId?: string) =>
  createRun({
    id,
    createdAt,
    origin: parentId === undefined ? null : { runId: parentId, step: 10, epochsDone: 1 }
  })

const rowsOf = (...records: ReturnType<typeof run>[]) =>
  computeRunTree(records).map(({ record, depth }) => `${'  '.repeat(depth)}${record.id}`)

describe('the tree of runs', () => {
  it('puts a child under its parent, and the family where its newest member would stand', () => {
    expect(
      rowsOf(
        run('other', 3),
        run('grandchild', 4, 'child'),
        run('parent', 1),
        run('child', 2, 'parent')
      )
    ).toEqual(['parent', '  child', '    grandchild', 'other'])
  })

  it('lists siblings newest first', () => {
    expect(rowsOf(run('parent', 1), run('older', 2, 'parent'), run('newer', 3, 'parent'))).toEqual([
      'parent',
      '  newer',
      '  older'
    ])
  })

  it('lists a run whose parent was removed on its own', () => {
    expect(rowsOf(run('orphan', 2, 'gone'), run('older', 1))).toEqual(['orphan', 'older'])
  })

  it('lists a thousand generations and ten thousand runs at once', () => {
    const chain = Array.from({ length: 1000 }, (_, index) =>
      run(`c${index}`, index, index > 0 ? `c${index - 1}` : undefined)
    )
    const many = Array.from({ length: 9000 }, (_, index) => run(`m${index}`, 5000 + index))
    expect(computeRunTree([...many, ...chain])).toHaveLength(10_000)
  })
})
