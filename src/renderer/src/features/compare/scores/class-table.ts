/** Precision, recall and F1 of each class, the runs side by side under each score. */
import { averageScores, scoreClasses, type ClassScoreKey } from '@shared/compare/confusion'
import { wilsonInterval } from '@shared/compare/noise'
import type { EvaluationDigest } from '@shared/compare/digest'
import { formatCount, formatMetric } from '@shared/format'
import { metrics } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import { markExtremes, type ScoreCell, type ScoreTable } from './score-table'

export interface EvaluatedRun {
  readonly record: RunRecord
  readonly digest: EvaluationDigest
}

/** `runs` have equal classes; one column a score and run. */
export function computeClassTable(
  runs: readonly EvaluatedRun[],
  keys: readonly ClassScoreKey[]
): ScoreTable {
  const [first] = runs
  const all = runs.map(({ digest }) => scoreClasses(digest.confusion))
  const columns = keys.flatMap((key) =>
    runs.map(({ record }) => ({
      key: `${key}:${record.id}`,
      label: keys.length > 1 ? `${metrics[key].label}, ${record.name}` : record.name,
      color: record.color
    }))
  )
  const classes = (first?.digest.classNames ?? []).map((name, index) => ({
    key: String(index),
    label: name,
    hint: `${formatCount(all[0]?.[index]?.support ?? 0)} pictures`,
    cells: keys.flatMap((key) => createCells(all.map((scores) => scores[index]?.[key] ?? NaN)))
  }))
  const mean = {
    key: 'mean',
    label: 'mean of the classes',
    hint: 'A score that a class has none of counts as 0.',
    cells: keys.flatMap((key) => createCells(all.map((scores) => averageScores(scores, key))))
  }
  return { columns, lines: [...classes, mean] }
}

function createCells(values: readonly number[]): ScoreCell[] {
  return markExtremes(
    values.map((value) => {
      const known = Number.isNaN(value) ? null : value
      return { value: known, text: formatMetric('accuracy', known) }
    }),
    'higher'
  )
}

/** The accuracy of each run, and how far it may be off. */
export function computeAccuracyTable(runs: readonly EvaluatedRun[]): ScoreTable {
  const intervals = runs.map(({ digest }) => wilsonInterval(digest.right, digest.labels.length))
  const values = runs.map(({ digest }) => {
    const value = digest.right / digest.labels.length
    return { value, text: formatMetric('accuracy', value) }
  })
  const plain = (text: string, value = text): ScoreCell => ({ text, value, mark: null, hint: null })
  return {
    columns: runs.map(({ record }) => ({
      key: record.id,
      label: record.name,
      color: record.color
    })),
    lines: [
      { key: 'accuracy', label: 'accuracy', hint: null, cells: markExtremes(values, 'higher') },
      {
        key: 'interval',
        label: '95 % interval',
        hint: "Wilson's: where the accuracy on ever more pictures of the same kind would lie.",
        cells: intervals.map(({ low, high }) =>
          plain(`${formatMetric('accuracy', low)} to ${formatMetric('accuracy', high)}`)
        )
      },
      {
        key: 'right',
        label: 'right',
        hint: null,
        cells: runs.map(({ digest }) =>
          plain(
            `${formatCount(digest.right)} of ${formatCount(digest.labels.length)}`,
            `${digest.right} of ${digest.labels.length}`
          )
        )
      },
      {
        key: 'epoch',
        label: 'weights after epoch',
        hint: null,
        cells: runs.map(({ digest }) => plain(String(digest.epoch)))
      }
    ]
  }
}
