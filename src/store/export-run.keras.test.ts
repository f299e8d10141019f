import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exportRun } from './export-run'
import {
  createRun,
  createTemporaryFolder,
  createTemporaryWorkspace,
  lectureExperiment,
  openStore,
  stepBatch
} from './testing'

/** A Python that has tensorboard; the one with Keras usually has. */
const python = process.env.RECEPTIVE_TENSORBOARD_PYTHON ?? process.env.RECEPTIVE_KERAS_PYTHON ?? ''

const script = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
found = {}
for part in ["train", "validation"]:
    accumulator = EventAccumulator(sys.argv[1] + "/" + part, size_guidance={"scalars": 0})
    accumulator.Reload()
    for tag in accumulator.Tags()["scalars"]:
        found[part + " " + tag] = [
            [s.step, "nan" if s.value != s.value else s.value, s.wall_time]
            for s in accumulator.Scalars(tag)
        ]
print(json.dumps(found))
`

function hasTensorBoard(): boolean {
  try {
    execFileSync(python, ['-c', 'import tensorboard'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

it.skipIf(!hasTensorBoard())(
  'event files are read by TensorBoard itself, to the last value',
  async () => {
    const { store } = openStore(createTemporaryWorkspace())
    const origin = { runId: 'parent', step: 0, epochsDone: 3 }
    const { id: runId, createdAt } = createRun(store, lectureExperiment, origin)
    store.appendMetrics(stepBatch(runId, 1, 100))
    const steps = Float64Array.of(50, 100, 150)
    store.appendMetrics({
      runId,
      seq: 2,
      scope: 'epoch',
      steps,
      elapsedMs: steps.map((step) => step * 5),
      columns: {
        'train/loss': Float64Array.of(0.5, NaN, 0.25),
        'train/accuracy': Float64Array.of(0.5, 0.5, 0.625),
        'validation/accuracy': Float64Array.of(0.75, NaN, 0.875)
      }
    })
    const folder = createTemporaryFolder()
    await exportRun(store, {
      runId,
      format: 'tensorboard',
      path: join(folder, 'events'),
      writtenBy: 'Receptive'
    })
    const program = join(folder, 'read.py')
    writeFileSync(program, script)
    const output = execFileSync(python, [program, join(folder, 'events')], { encoding: 'utf8' })
    const at = (step: number): number => (createdAt + step * 5) / 1000
    expect(JSON.parse(output)).toEqual({
      'train batch_loss': Array.from({ length: 100 }, (_, row) => [
        row + 1,
        Math.fround(1 / (row + 1)),
        at(row + 1)
      ]),
      // A branch counts on, and the epoch that diverged keeps its number.
      'train epoch_loss': [
        [3, 0.5, at(50)],
        [4, 'nan', at(100)],
        [5, 0.25, at(150)]
      ],
      'train epoch_accuracy': [
        [3, 0.5, at(50)],
        [4, 0.5, at(100)],
        [5, 0.625, at(150)]
      ],
      'validation epoch_accuracy': [
        [3, 0.75, at(50)],
        [5, 0.875, at(150)]
      ],
      'validation evaluation_accuracy_vs_iterations': [
        [50, 0.75, at(50)],
        [150, 0.875, at(150)]
      ]
    })
  }
)
