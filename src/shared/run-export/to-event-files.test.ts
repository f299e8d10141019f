import { expect, it } from 'vitest'
import type { MetricTable } from '../metrics'
import type { RunRecord } from '../run'
import { readEventFile } from '../tensorboard/events'
import { readCurves } from '../tensorboard/read-curves'
import { runToEventFiles } from './to-event-files'

/** Of each epoch a row for training and one for validation, as the trainer writes them; `NaN` where it diverged. */
function epochTable(epochs: { train: [number, number]; validation: number }[]): MetricTable {
  const rows = epochs.flatMap(({ train: [loss, accuracy], validation }, index) => [
    { step: (index + 1) * 50, loss, accuracy, validation: NaN },
    { step: (index + 1) * 50, loss: NaN, accuracy: NaN, validation }
  ])
  const column = (name: 'step' | 'loss' | 'accuracy' | 'validation') =>
    Float64Array.from(rows, (row) => row[name])
  return {
    scope: 'epoch',
    steps: column('step'),
    elapsedMs: column('step').map((step) => step * 10),
    columns: {
      'train/loss': column('loss'),
      'train/accuracy': column('accuracy'),
      'validation/loss': column('validation')
    }
  }
}

/** The points of the files, as `tag step value`. */
function readBack(table: MetricTable, record: Partial<RunRecord> = {}): Record<string, string[]> {
  const files = runToEventFiles({
    record: { id: 'x', createdAt: 0, origin: null, ...record } as RunRecord,
    experiment: null,
    environment: {},
    events: [],
    tables: [table]
  })
  return Object.fromEntries(
    [...files].map(([path, bytes]) => [
      path.split('/')[0],
      (readEventFile(bytes)?.scalars ?? []).map(({ tag, step, value }) => `${tag} ${step} ${value}`)
    ])
  )
}

it('an epoch that diverged keeps its number and its NaN, and those after it theirs', () => {
  const table = epochTable([
    { train: [1, 0.25], validation: 2 },
    { train: [NaN, 0.125], validation: NaN },
    { train: [Infinity, 0.5], validation: 1.5 }
  ])
  expect(readBack(table)).toEqual({
    train: [
      'epoch_loss 0 1',
      'epoch_loss 1 NaN',
      'epoch_loss 2 Infinity',
      'epoch_accuracy 0 0.25',
      'epoch_accuracy 1 0.125',
      'epoch_accuracy 2 0.5'
    ],
    // Where a part has nothing but NaN, it is not told from what was not computed.
    validation: [
      'epoch_loss 0 2',
      'evaluation_loss_vs_iterations 50 2',
      'epoch_loss 2 1.5',
      'evaluation_loss_vs_iterations 150 1.5'
    ]
  })
})

it('a branch counts its epochs on from those of its parent, and comes back at its steps', () => {
  const table = epochTable([
    { train: [1, 0.25], validation: 2 },
    { train: [0.5, 0.5], validation: 1 }
  ])
  table.steps.forEach((step, row) => (table.steps[row] = step + 100))
  const origin = { runId: 'parent', step: 100, epochsDone: 2 }
  const { train = [], validation = [] } = readBack(table, { origin })
  expect(train.slice(0, 2)).toEqual(['epoch_loss 2 1', 'epoch_loss 3 0.5'])
  expect(validation).toContain('evaluation_loss_vs_iterations 200 1')
  const files = runToEventFiles({
    record: { id: 'x', createdAt: 0, origin } as RunRecord,
    experiment: null,
    environment: {},
    events: [],
    tables: [table]
  })
  const folders = [...files].map(([path, bytes]) => ({
    part: path.startsWith('train') ? ('train' as const) : ('validation' as const),
    scalars: readEventFile(bytes)?.scalars ?? []
  }))
  const { curves } = readCurves(folders)
  expect(curves.map(({ points }) => points.map(({ step }) => step))).toEqual([
    [150, 200],
    [150, 200],
    [150, 200]
  ])
})
