/** ModelCheckpoint: keeps the weights of the best epoch, or of the last, as a file of the run. */
import { z } from 'zod'
import {
  defineCallback,
  direction,
  isImprovement,
  modeSchema,
  monitorSchema,
  readMonitor,
  type WeightFile
} from './callback'

export const modelCheckpointSchema = z.strictObject({
  kind: z.literal('model-checkpoint'),
  monitor: monitorSchema.default('val_loss'),
  mode: modeSchema,
  saveBestOnly: z
    .boolean()
    .default(false)
    .describe('The best epoch in checkpoints/best.bin, else each epoch in checkpoints/last.bin.'),
  initialValueThreshold: z
    .number()
    .nullable()
    .default(null)
    .describe('Only what is better than this counts as best.')
})
type Settings = z.output<typeof modelCheckpointSchema>

interface State {
  readonly best: number | null
  /** Whose weights are in the file; null while there is none. */
  readonly bestEpoch: number | null
}

const writes = ({ saveBestOnly }: Settings): WeightFile => (saveBestOnly ? 'best' : 'last')

const createState = ({ initialValueThreshold }: Settings): State => ({
  best: initialValueThreshold,
  bestEpoch: null
})

/** @see https://keras.io/api/callbacks/model_checkpoint/ whose save_freq is 'epoch' here. */
export const modelCheckpoint = defineCallback<Settings, State>({
  label: 'Model checkpoint',
  help: 'Keeps the weights of the best epoch, or of the last, as a file in the folder of the run.',
  link: 'https://keras.io/api/callbacks/model_checkpoint/',
  schema: modelCheckpointSchema,
  writes,
  createState,
  needsMonitor: ({ saveBestOnly }) => saveBestOnly,

  onEpochEnd(settings, state, { epoch, values }) {
    const { mode, monitor } = settings
    const value = readMonitor(values, monitor) ?? null
    const save = { kind: 'save-weights', file: writes(settings), monitor, value } as const
    if (!settings.saveBestOnly) return { state, decisions: [save] }
    // Keras would take a NaN in the first epoch for the best, which nothing could ever beat.
    if (value === null || Number.isNaN(value)) return { state, decisions: [] }
    return isImprovement(value, state.best, { better: direction(mode, monitor), minDelta: 0 })
      ? { state: { best: value, bestEpoch: epoch }, decisions: [save] }
      : { state, decisions: [] }
  },

  onTrainEnd: (settings, { bestEpoch }) =>
    bestEpoch === null ? [] : [{ kind: 'report-weights', file: writes(settings) }],

  // The file is what is to be beaten: it may be newer than the checkpoint that a run goes on from, or lost.
  adoptFile(settings, state, found) {
    if (!settings.saveBestOnly) return state
    return found && found.monitor === settings.monitor && found.value !== null
      ? { best: found.value, bestEpoch: found.epoch }
      : createState(settings)
  }
})
