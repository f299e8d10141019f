/** EarlyStopping: ends the training when a value has not improved for a while, and can put the best weights back. */
import { z } from 'zod'
import {
  defineCallback,
  direction,
  isImprovement,
  modeSchema,
  monitorSchema,
  readMonitor
} from './callback'

export const earlyStoppingSchema = z.strictObject({
  kind: z.literal('early-stopping'),
  monitor: monitorSchema.default('val_loss'),
  patience: z.number().int().min(0).max(100_000).default(0),
  minDelta: z.number().min(0).default(0),
  mode: modeSchema,
  baseline: z.number().nullable().default(null),
  restoreBestWeights: z.boolean().default(false),
  startFromEpoch: z.number().int().min(0).default(0)
})

interface State {
  readonly wait: number
  readonly best: number | null
  readonly bestEpoch: number
  readonly hasKeptWeights: boolean
}

/** @see https://keras.io/api/callbacks/early_stopping/ whose order of checks this follows. */
export const earlyStopping = defineCallback<z.output<typeof earlyStoppingSchema>, State>({
  label: 'Early stopping',
  help: 'Ends the training when the watched value has not improved for a number of epochs.',
  link: 'https://keras.io/api/callbacks/early_stopping/',
  schema: earlyStoppingSchema,
  createState: () => ({ wait: 0, best: null, bestEpoch: 0, hasKeptWeights: false }),

  onEpochEnd(settings, state, { epoch, values }) {
    const value = readMonitor(values, settings.monitor)
    if (value === undefined || epoch < settings.startFromEpoch) return { state, decisions: [] }
    const better = direction(settings.mode, settings.monitor)
    const measure = { better, minDelta: settings.minDelta }

    if (isImprovement(value, state.best, measure)) {
      const beatsBaseline =
        settings.baseline === null || isImprovement(value, settings.baseline, measure)
      return {
        state: {
          wait: beatsBaseline ? 0 : state.wait + 1,
          best: value,
          bestEpoch: epoch,
          hasKeptWeights: settings.restoreBestWeights
        },
        decisions: settings.restoreBestWeights ? [{ kind: 'keep-weights' }] : []
      }
    }
    const wait = state.wait + 1
    const reason = `${settings.monitor} has not improved for ${wait} ${wait === 1 ? 'epoch' : 'epochs'} (best ${state.best?.toPrecision(4) ?? 'none'} in epoch ${state.bestEpoch + 1}).`
    return {
      state: { ...state, wait },
      decisions: wait >= settings.patience && epoch > 0 ? [{ kind: 'stop', reason }] : []
    }
  },

  // Also when the epochs simply run out: the best weights are what was asked for (keras-team/keras#12511).
  onTrainEnd(settings, state) {
    return settings.restoreBestWeights && state.hasKeptWeights
      ? [{ kind: 'restore-weights', epoch: state.bestEpoch }]
      : []
  }
})
