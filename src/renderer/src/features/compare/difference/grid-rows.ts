/** What the table of differences shows: rows of configurations and results as words, in groups. */
import {
  compareConfigs,
  configGroups,
  filterConfigRows,
  wordsOfConfigValue,
  type ConfigColumn,
  type ConfigGroup,
  type ConfigRow
} from '@shared/compare/config-difference'
import { findBest, type RunResult } from '@shared/compare/run-results'
import type { ComparedRun } from '../use-compared-runs'

export interface GridCell {
  /** Empty where the run has no such key. */
  readonly text: string
  readonly isChanged: boolean
  readonly isBest: boolean
}

export interface GridRow {
  readonly key: string
  readonly label: string
  readonly group: ConfigGroup
  readonly cells: readonly GridCell[]
  /** A setting that differs: what "next difference" stops at. A result differs of itself. */
  readonly isDifference: boolean
}

export interface GridFilter {
  readonly text: string
  readonly onlyDifferences: boolean
}

/** The rows of plain columns, an environment for example. */
export function createConfigRows(
  columns: readonly ConfigColumn[],
  { text, onlyDifferences }: GridFilter
): GridRow[] {
  return filterConfigRows(compareConfigs(columns), text)
    .filter(({ isDifferent }) => isDifferent || !onlyDifferences)
    .map(toGridRow)
}

/** The rows of runs: their configurations, and below them how they went. */
export function createRunRows(runs: readonly ComparedRun[], filter: GridFilter): GridRow[] {
  return [
    ...createConfigRows(
      runs.map(({ config }) => config),
      filter
    ),
    ...createResultRows(runs, filter)
  ]
}

function toGridRow({ key, label, group, values, changed, isDifferent }: ConfigRow): GridRow {
  const cells = values.map((value, column) => ({
    text: wordsOfConfigValue(value),
    isChanged: changed[column] ?? false,
    isBest: false
  }))
  return { key, label, group, cells, isDifference: isDifferent }
}

function createResultRows(
  runs: readonly ComparedRun[],
  { text, onlyDifferences }: GridFilter
): GridRow[] {
  const known = runs.map(({ results }) => new Map(results.map((one) => [one.key, one])))
  const columns = runs.map(({ results }) =>
    Object.fromEntries(results.map(({ key, value }) => [key, value]))
  )
  return filterConfigRows(compareConfigs(columns).map(withLabels(known)), text)
    .filter(({ isDifferent }) => isDifferent || !onlyDifferences)
    .map(({ key, values, ...row }): GridRow => {
      const best = findBest(known.map((results) => results.get(key)))
      const cells = values.map((value, column) => ({
        text: known[column]?.get(key)?.text ?? '',
        isChanged: false,
        isBest: best !== undefined && value === best
      }))
      return { key, label: row.label, group: row.group, cells, isDifference: false }
    })
}

function withLabels(known: readonly ReadonlyMap<string, RunResult>[]) {
  return (row: ConfigRow): ConfigRow => {
    const label = known.map((results) => results.get(row.key)?.label).find(Boolean)
    return { ...row, label: label ?? row.label }
  }
}

/** The rows of each group that has some, in the order of the groups. */
export function groupRows(
  rows: readonly GridRow[]
): readonly { readonly key: ConfigGroup; readonly label: string; readonly rows: GridRow[] }[] {
  return (Object.keys(configGroups) as ConfigGroup[])
    .map((key) => ({
      key,
      label: configGroups[key],
      rows: rows.filter((row) => row.group === key)
    }))
    .filter((group) => group.rows.length > 0)
}
