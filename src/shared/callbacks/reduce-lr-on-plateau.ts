/** ReduceLROnPlateau: lowers the learning rate when a value has stopped improving. */
import { z } from 'zod'
import {
  defineCallback,
  direction,
  isImprovement,
  modeSchema,
  monitorSchema,
  readMonitor
} from './callback'

export const reduceLrOnPlateauSchema = z.strictObject({
  kind: z.literal('reduce-lr-on-plateau'),
  monitor: monitorSchema.default('val_loss'),
  factor: z.number().gt(0).lt(1).default(0.1),
  patience: z.number().int().min(0).max(100_000).default(10),
  mode: modeSchema,
  minDelta: z.number().min(0).default(1e-4),
  cooldown: z.number().int().min(0).default(0),
  minLearningRate: z.number().min(0).default(0)
})

interface State {
  readonly wait: number
  readonly best: number | null
  readonly cooldownLeft: number
}

/** @see https://keras.io/api/callbacks/reduce_lr_on_plateau/ whose order of checks this follows. */
export const reduceLrOnPlateau = defineCallback<z.output<typeof reduceLrOnPlateauSchema>, State>({
  label: 'Reduce learning rate on plateau',
  help: 'Multiplies the learning rate by a factor when the watched value has stopped improving.',
  link: 'https://keras.io/api/callbacks/reduce_lr_on_plateau/',
  schema: reduceLrOnPlateauSchema,
  createState: () => ({ wait: 0, best: null, cooldownLeft: 0 }),

  onEpochEnd(settings, state, { values, learningRate }) {
    const value = readMonitor(values, settings.monitor)
    if (value === undefined) return { state, decisions: [] }
    const better = direction(settings.mode, settings.monitor)
    const isCooling = state.cooldownLeft > 0
    const cooldownLeft = Math.max(0, state.cooldownLeft - 1)
    const waited = isCooling ? 0 : state.wait
    if (isImprovement(value, state.best, { better, minDelta: settings.minDelta })) {
      return { state: { wait: 0, best: value, cooldownLeft }, decisions: [] }
    }
    if (cooldownLeft > 0) {
      return { state: { ...state, wait: waited, cooldownLeft }, decisions: [] }
    }
    const wait = waited + 1
    if (wait < settings.patience || learningRate <= settings.minLearningRate) {
      return { state: { ...state, wait, cooldownLeft }, decisions: [] }
    }
    const lowered = Math.max(learningRate * settings.factor, settings.minLearningRate)
    const reason = `${settings.monitor} has not improved for ${wait} ${wait === 1 ? 'epoch' : 'epochs'}`
    return {
      state: { ...state, wait: 0, cooldownLeft: settings.cooldown },
      decisions: [{ kind: 'set-learning-rate', value: lowered, reason }]
    }
  }
})
