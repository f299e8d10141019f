/** The table of what is known of every run, whatever its experiment is. To add a field: one line here. */
import { formatCount, formatDuration, formatMilliseconds } from '../format'
import { runStateLabels } from '../run'
import type { RunFacts } from '../run-facts'
import { defineField, type Field } from './field'

/* prettier-ignore */
export const fields: readonly Field[] = [
  defineField({ key: 'name', label: 'Name', help: 'The name of the run.', kind: 'text', value: ({ name }) => name }),
  defineField({ key: 'state', label: 'State', help: 'Whether it is at work, and how it ended.', kind: 'text', value: ({ state }) => runStateLabels[state] }),
  defineField({ key: 'created', label: 'Created', help: 'When it began, as 2026-11-25 or 2026-11.', kind: 'date', value: ({ createdAt }) => createdAt, format: formatTime }),
  defineField({ key: 'ended', label: 'Ended', help: 'When it ended.', kind: 'date', value: ({ endedAt }) => endedAt, format: formatTime }),
  defineField({ key: 'duration', label: 'Time', help: 'Time of training, validation and test, as 90s, 2m or 1h30m.', kind: 'duration', value: ({ elapsedMs }) => elapsedMs, format: (time: number) => formatDuration(time) }),
  defineField({ key: 'epoch', label: 'Epochs', help: 'Epochs done.', kind: 'number', value: ({ epochsDone }) => epochsDone, format: formatCount }),
  defineField({ key: 'step', label: 'Steps', help: 'Training steps done.', kind: 'number', value: ({ stepsDone }) => stepsDone, format: formatCount }),
  defineField({ key: 'parameters', label: 'Parameters', help: 'Weights of the model, as 558186, 558k or 1.2M.', kind: 'number', value: ({ parameters }) => parameters, format: formatCount }),
  defineField({ key: 'msPerStep', label: 'Step', help: 'Median time of a training step, in milliseconds.', kind: 'number', unit: 'ms', value: (_record, facts) => facts?.msPerStep, format: (time: number) => formatMilliseconds(time) }),
  defineField({ key: 'dataset', label: 'Data set', help: 'The data set that it was trained on.', kind: 'text', configKey: 'dataset.id', value: ({ datasetId }) => datasetId }),
  defineField({ key: 'experiment', label: 'Experiment', help: 'The experiment that it was started from.', kind: 'text', value: ({ experimentName }) => experimentName }),
  defineField({ key: 'optimizer', label: 'Optimizer', help: 'The update rule of the weights.', kind: 'text', configKey: 'training.optimizer.kind', value: config('training.optimizer.kind') }),
  defineField({ key: 'learningRate', label: 'Learning rate', help: 'The rate of the optimizer, before a schedule shapes it.', kind: 'number', configKey: 'training.optimizer.learningRate', value: config('training.optimizer.learningRate') }),
  defineField({ key: 'schedule', label: 'Schedule', help: 'How the learning rate changes over the steps; none where it stays.', kind: 'text', configKey: 'training.schedule.kind', value: config('training.schedule.kind') }),
  defineField({ key: 'batchSize', label: 'Batch size', help: 'Pictures in a training step.', kind: 'number', configKey: 'training.batchSize', value: config('training.batchSize') }),
  defineField({ key: 'seed', label: 'Seed', help: 'What initial weights and order of the data follow from.', kind: 'number', configKey: 'training.seed', value: ({ seed }) => seed }),
  defineField({ key: 'layers', label: 'Layers', help: 'Layers of the model, without the input.', kind: 'number', configKey: 'model.layers', value: config('model.layers') }),
  defineField({ key: 'augmentation', label: 'Augmentation', help: 'What changes the training pictures at random.', kind: 'list', value: (_record, facts) => listAugmentations(facts) }),
  defineField({ key: 'tags', label: 'Tags', help: 'Tags of the run; tag:lecture asks for one of them.', kind: 'list', value: ({ marks }) => marks.tags }),
  defineField({ key: 'note', label: 'Note', help: 'The note on the run.', kind: 'text', value: ({ marks }) => marks.note || null }),
  defineField({ key: 'starred', label: 'Star', help: 'Whether it has a star.', kind: 'flag', value: ({ marks }) => marks.isStarred }),
  defineField({ key: 'archived', label: 'Archived', help: 'Whether it is in the archive.', kind: 'flag', value: ({ marks }) => marks.isArchived }),
  defineField({ key: 'device', label: 'Device', help: 'What it was trained on.', kind: 'text', value: (_record, facts) => facts?.device }),
  defineField({ key: 'parent', label: 'Continues', help: 'The run that it went on from.', kind: 'text', value: ({ origin }) => origin?.runId }),
  defineField({ key: 'imported', label: 'Imported from', help: 'The file that it was imported from.', kind: 'text', value: ({ importedFrom }) => importedFrom }),
  defineField({ key: 'reason', label: 'Reason', help: 'Why it failed or was interrupted.', kind: 'text', value: ({ reason }) => reason }),
  defineField({ key: 'id', label: 'Run', help: 'The name of its folder.', kind: 'text', value: ({ id }) => id })
]

function config(key: string): Field['value'] {
  return (_record, facts) => facts?.config[key] ?? null
}

/** The kinds alone: each has a column of its own for its value. */
function listAugmentations(facts: RunFacts | null): string[] | null {
  if (!facts) return null
  const path = 'augmentation.'
  return Object.keys(facts.config)
    .filter((key) => key.startsWith(path))
    .map((key) => key.slice(path.length))
}

/** `2026-11-25 14:30`, by the clock of this place. */
function formatTime(milliseconds: number): string {
  const time = new Date(milliseconds)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
