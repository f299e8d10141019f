/** `receptive compare`: runs side by side, what they were told to do and what came of it. */
import { wilsonInterval, type Interval } from '@shared/compare/noise'
import { isViewLink } from '@shared/comparison-views'
import { UserError } from '@shared/contract/define'
import { flattenConfig, type Config } from '@shared/flatten-config'
import { formatMetric } from '@shared/format'
import type { MetricKey } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import type { ConfigValue, RunFacts } from '@shared/run-facts'
import { summarizeMetrics } from '@shared/summarize-metrics'
import type { RunStore } from '@store/run-store'
import type { Workspace } from '@store/workspace'
import { EXIT_OK, jsonOption, workspaceOption, type Command, type Invocation } from '../command'
import { findRun, findRunsOfView, getRun } from '../find-run'
import { formatTable } from '../output'
import { openStore } from '../session'

interface ComparedRun {
  readonly record: RunRecord
  readonly config: Config
  readonly metrics: RunFacts['metrics']
  /** Null without a test. */
  readonly test: { accuracy: number; loss: number; examples: number; interval: Interval } | null
}

export const compare: Command = {
  name: 'compare',
  usage: 'RUN RUN… | compare/VIEW [--workspace DIR] [--json]',
  help: 'Shows where the configurations of runs differ, the last and best value of each metric, and the tests. A comparison that was saved in the window is named by its link.',
  argumentCount: [1, 100],
  options: { ...workspaceOption, ...jsonOption },

  run(invocation) {
    const { store, workspace } = openStore(invocation)
    try {
      const runs = findRuns(invocation, store, workspace).map((record) => readRun(store, record))
      const differences = findDifferences(runs)
      const result = { workspace: workspace.folder, differences, runs: runs.map(toResult) }
      invocation.output.result(result, () => describe(runs, differences))
      return Promise.resolve(EXIT_OK)
    } finally {
      store.close()
    }
  }
}

/** Those that are named, and those of the views that are named; each once. */
function findRuns(
  { arguments: words, output }: Invocation,
  store: RunStore,
  { comparisonsFile }: Workspace
): RunRecord[] {
  const found = words.flatMap((word) => {
    const run = findRun(store, word)
    if (run || !isViewLink(word)) return [run ?? getRun(store, word)]
    const { records, gone } = findRunsOfView(store, comparisonsFile, word)
    if (gone > 0) output.say(`${gone} of the runs of ${word} ${gone === 1 ? 'is' : 'are'} gone.`)
    return records
  })
  const runs = [...new Map(found.map((record) => [record.id, record])).values()]
  if (runs.length > 1) return runs
  throw new UserError('Name at least two runs, or a saved comparison of two: compare/NAME.')
}

function readRun(store: RunStore, record: RunRecord): ComparedRun {
  const { tables } = store.getHistory(record.id)
  const { test } = record
  return {
    record,
    // A log of another program tells nothing of how it came about.
    config: store.isForeign(record.id) ? {} : flattenConfig(store.getExperiment(record.id)),
    metrics: summarizeMetrics(tables, { epochsBefore: record.origin?.epochsDone ?? 0 }),
    test: test && {
      accuracy: test.accuracy,
      loss: test.loss,
      examples: test.examples,
      interval: wilsonInterval(Math.round(test.accuracy * test.examples), test.examples)
    }
  }
}

function toResult({ record: { id, name, state }, metrics, test }: ComparedRun) {
  return { id, name, state, metrics, test }
}

/** The paths at which not all runs have the same value; null where a run has none. */
function findDifferences(runs: readonly ComparedRun[]): Record<string, ConfigValue[]> {
  const paths = [...new Set(runs.flatMap(({ config }) => Object.keys(config)))].sort()
  const rows = paths.map((path) => [path, runs.map(({ config }) => config[path] ?? null)] as const)
  return Object.fromEntries(rows.filter(([, values]) => new Set(values).size > 1))
}

function describe(
  runs: readonly ComparedRun[],
  differences: Readonly<Record<string, readonly ConfigValue[]>>
): string {
  const names = runs.map(({ record }) => record.name)
  const paths = Object.entries(differences)
  const configuration =
    paths.length === 0
      ? 'The configurations are the same.'
      : formatTable(
          ['configuration', ...names],
          paths.map(([path, values]) => [path, ...values.map(toCell)])
        )
  return [configuration, describeMetrics(runs, names), describeTests(runs)].join('\n\n')
}

/** A long list would push the other runs out of sight. */
const MOST_LETTERS = 40

function toCell(value: ConfigValue): string {
  const text = String(value ?? '–')
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text
}

function describeMetrics(runs: readonly ComparedRun[], names: readonly string[]): string {
  const series = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))].sort()
  const rows = (series as (keyof RunFacts['metrics'])[]).flatMap((name) => {
    const metric = name.slice(name.indexOf('/') + 1) as MetricKey
    const row = (kind: 'last' | 'best') => [
      `${name} ${kind}`,
      ...runs.map(({ metrics }) => formatMetric(metric, metrics[name]?.[kind]))
    ]
    return [row('last'), row('best')]
  })
  return rows.length === 0 ? 'No values yet.' : formatTable(['metric', ...names], rows)
}

function describeTests(runs: readonly ComparedRun[]): string {
  return formatTable(
    ['run', 'test accuracy', '95 % interval', 'pictures'],
    runs.map(({ record, test }) => [
      record.name,
      formatMetric('accuracy', test?.accuracy),
      test ? `${test.interval.low.toFixed(4)}–${test.interval.high.toFixed(4)}` : '–',
      test ? String(test.examples) : '–'
    ])
  )
}
