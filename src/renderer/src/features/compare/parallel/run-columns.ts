/** The settings and scores of runs as columns, for axes, points and importance; and the colours that they give to runs. */
import type { Axis, AxisColumn } from '@shared/compare/axes'
import { compareConfigs, wordsOfConfigValue } from '@shared/compare/config-difference'
import { RUN_COLOR_COUNT } from '@shared/run'
import { runColorToken } from '../../../composables/tokens'
import type { ComparedRun } from '../use-compared-runs'

export interface RunColumn extends AxisColumn {
  readonly kind: 'setting' | 'score'
  /** Scores in the direction in which they are better. */
  readonly better: 'higher' | 'lower' | null
  /** One a run, as it is read. */
  readonly texts: readonly string[]
}

/** All that differs between the runs: settings first, then what came out. */
export function listColumns(runs: readonly ComparedRun[]): RunColumn[] {
  return [...listSettings(runs), ...listScores(runs)]
}

function listSettings(runs: readonly ComparedRun[]): RunColumn[] {
  // A run of another program tells no settings: that makes no setting of the others differ.
  const told = runs.filter(({ config }) => Object.keys(config).length > 0)
  return compareConfigs(told.map(({ config }) => config))
    .filter(({ isDifferent }) => isDifferent)
    .map(({ key, values }) => {
      const known = new Map(told.map((run, index) => [run, values[index]]))
      const all = runs.map((run) => known.get(run))
      return {
        key,
        label: key.replace(/^(training|augmentation)\.|^dataset\.(?=validation)/, ''),
        values: all,
        texts: all.map(wordsOfConfigValue),
        kind: 'setting' as const,
        better: null
      }
    })
}

function listScores(runs: readonly ComparedRun[]): RunColumn[] {
  const known = runs.map(({ results }) => new Map(results.map((one) => [one.key, one])))
  const rows = compareConfigs(
    runs.map(({ results }) => Object.fromEntries(results.map(({ key, value }) => [key, value])))
  )
  return rows
    .filter(({ isDifferent, values }) => isDifferent && values.some(isNumber))
    .map(({ key, values }) => {
      const found = known.map((results) => results.get(key))
      const first = found.find((one) => one !== undefined)
      return {
        key,
        label: first?.label ?? key,
        values,
        texts: found.map((one) => one?.text ?? ''),
        kind: 'score' as const,
        better: first?.better ?? null
      }
    })
}

const isNumber = (value: unknown): boolean => typeof value === 'number'

/** More axes than these are too near one another at first sight; a person may choose more. */
const MOST_SETTINGS_AT_FIRST = 6

/** The scores that runs are judged by, most telling first. */
const telling = [
  'result.test.accuracy',
  'result.validation.accuracy.best',
  'result.validation.loss.best',
  'result.train.accuracy.best',
  'result.train.loss.best'
]

/** The columns that are shown until a person chooses others: settings that most runs have, then scores. */
export function chooseFirstColumns(columns: readonly RunColumn[]): RunColumn[] {
  const settings = columns
    .filter(({ kind }) => kind === 'setting')
    .sort((a, b) => countMissing(a) - countMissing(b))
  const scores = telling.flatMap((key) => columns.find((one) => one.key === key) ?? [])
  return [...settings.slice(0, MOST_SETTINGS_AT_FIRST), ...scores.slice(0, 2)]
}

function countMissing({ values }: RunColumn): number {
  return values.filter((value) => (value ?? null) === null).length
}

/** The score by which runs are judged until a person chooses another; null when there is none. */
export function chooseFirstScore(columns: readonly RunColumn[]): RunColumn | null {
  const scores = columns.filter(({ kind }) => kind === 'score')
  const known = telling.flatMap((key) => scores.find((one) => one.key === key) ?? [])
  return known[0] ?? scores.find(({ better }) => better !== null) ?? null
}

export const RAMP_STEPS = 5

/** One CSS colour a run: its own, or by its place on an axis; grey for one without a place. */
export function colorRuns(runs: readonly ComparedRun[], axis: Axis | null): string[] {
  if (axis === null) return runs.map(({ record }) => `var(${runColorToken(record.color)})`)
  return axis.places.map((place) => {
    if (place === null) return 'var(--line-strong)'
    if (axis.kind !== 'words') return `var(--ramp-${binOf(place)})`
    return `var(${runColorToken(rowOf(axis, place) % RUN_COLOR_COUNT)})`
  })
}

const binOf = (place: number): number => Math.min(RAMP_STEPS - 1, Math.floor(place * RAMP_STEPS))
const rowOf = (axis: Axis, place: number): number =>
  axis.ticks.findIndex(({ at }) => Math.abs(at - place) < 1e-9)

export interface LegendEntry {
  readonly color: string
  readonly label: string
}

/** What the colours of an axis mean. */
export function describeColors(axis: Axis): LegendEntry[] {
  if (axis.kind === 'words') {
    return axis.ticks.map(({ label }, index) => ({
      color: `var(${runColorToken(index % RUN_COLOR_COUNT)})`,
      label
    }))
  }
  return Array.from({ length: RAMP_STEPS }, (_, bin) => ({
    color: `var(--ramp-${bin})`,
    label: `${axis.describe(bin / RAMP_STEPS)} to ${axis.describe((bin + 1) / RAMP_STEPS)}`
  }))
}
