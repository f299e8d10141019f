import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NO_COMPARISON } from '@shared/comparison'
import { saveView } from '@shared/comparison-views'
import { DEFAULT_CURVE_VIEW } from '@shared/curves/curve-view'
import { readComparisonViews, writeComparisonViews } from './comparison-views'
import { createTemporaryWorkspace } from './testing'

const views = saveView([], 'Größe', { comparison: NO_COMPARISON, curveView: DEFAULT_CURVE_VIEW })

describe('the comparisons of a workspace', () => {
  it('are read as they were written', () => {
    const { comparisonsFile } = createTemporaryWorkspace()
    expect(readComparisonViews(comparisonsFile)).toEqual({ views: [], problem: null })
    writeComparisonViews(comparisonsFile, views)
    expect(readComparisonViews(comparisonsFile)).toEqual({ views, problem: null })
  })

  it('are set aside when they are damaged, and it is said', () => {
    const { comparisonsFile } = createTemporaryWorkspace()
    writeFileSync(comparisonsFile, '[{"name": "half a vi')
    const { views: read, problem } = readComparisonViews(comparisonsFile)
    expect(read).toEqual([])
    expect(problem).toBe(
      `The saved comparisons could not be read and are gone from the list. The damaged file was set aside as ${comparisonsFile}.damaged.`
    )
    expect(existsSync(`${comparisonsFile}.damaged`)).toBe(true)
  })

  it('say why they cannot be stored', () => {
    const { folder } = createTemporaryWorkspace()
    const file = join(folder, 'missing', 'comparisons.json')
    expect(() => writeComparisonViews(file, views)).toThrow(
      `The saved comparisons cannot be stored in ${file}:`
    )
  })
})
