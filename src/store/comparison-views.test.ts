import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NO_COMPARISON } from '@shared/comparison'
import { saveView } from '@shared/comparison-views'
import { UserError } from '@shared/contract/define'
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

  it('are set aside beside those of another time, and left where they are by whoever only looks', () => {
    const { comparisonsFile } = createTemporaryWorkspace()
    writeFileSync(`${comparisonsFile}.damaged`, 'older')
    writeFileSync(comparisonsFile, '[7]')
    const { problem } = readComparisonViews(comparisonsFile, { isOnlyLooking: true })
    expect(problem).toMatch(/gone from the list: .*comparisons\.json is damaged\.$/)
    expect(readFileSync(comparisonsFile, 'utf8')).toBe('[7]')
    expect(readComparisonViews(comparisonsFile).problem).toContain('.damaged-2.')
    expect(readFileSync(`${comparisonsFile}.damaged`, 'utf8')).toBe('older')
    expect(readFileSync(`${comparisonsFile}.damaged-2`, 'utf8')).toBe('[7]')
  })

  it('are left alone, and not written over, while they cannot be read', () => {
    const { comparisonsFile } = createTemporaryWorkspace()
    symlinkSync(comparisonsFile, comparisonsFile)
    expect(readComparisonViews(comparisonsFile)).toEqual({
      views: [],
      problem: expect.stringMatching(/cannot be read because ELOOP.*It was left as it is\.$/)
    })
    expect(() => writeComparisonViews(comparisonsFile, views)).toThrow(
      /what it holds could not be read, and would be lost/
    )
    expect(lstatSync(comparisonsFile).isSymbolicLink()).toBe(true)
    rmSync(comparisonsFile)
    expect(readComparisonViews(comparisonsFile).problem).toBeNull()
    writeComparisonViews(comparisonsFile, views)
    expect(readComparisonViews(comparisonsFile).views).toEqual(views)
  })

  it('say why they cannot be stored', () => {
    const { folder } = createTemporaryWorkspace()
    const file = join(folder, 'missing', 'comparisons.json')
    expect(() => writeComparisonViews(file, views)).toThrow(
      new UserError(`The saved comparisons cannot be stored in ${file}: it does not exist.`)
    )
  })
})
