/** How an experiment is trained, as Python: optimizer, schedule, loss, callbacks, fit. */
import type { CallbackSettings } from '../callbacks'
import { assertNever } from '../assert-never'
import type { Experiment, GradientClipping } from '../experiment'
import type { LossKey } from '../losses'
import type { MetricKey } from '../metrics'
import { toSnakeCase } from '../model'
import type { OptimizerSettings } from '../optimizers'
import { call, floatLiteral, indent, literal } from './python-text'

type Training = Experiment['training']

const optimizerNames: Readonly<Record<OptimizerSettings['kind'], string>> = {
  adam: 'Adam',
  sgd: 'SGD',
  rmsprop: 'RMSprop',
  adamw: 'AdamW',
  nadam: 'Nadam',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta'
}

/** Our names of settings that Keras spells in another way than in snake_case. */
const kerasSpelling: Readonly<Record<string, string>> = { beta1: 'beta_1', beta2: 'beta_2' }

const clippingNames: Readonly<Record<GradientClipping['kind'], string>> = {
  value: 'clipvalue',
  norm: 'clipnorm',
  'global-norm': 'global_clipnorm'
}

export function writeOptimizer({ optimizer, gradientClipping }: Training, rate: string): string {
  const keywords = Object.fromEntries(
    Object.entries(optimizer)
      .filter(([key]) => key !== 'kind' && key !== 'learningRate')
      .map(([key, value]) => [kerasSpelling[key] ?? toSnakeCase(key), setting(value)])
  )
  const clipping = gradientClipping
    ? { [clippingNames[gradientClipping.kind]]: floatLiteral(gradientClipping.limit) }
    : {}
  return call(`keras.optimizers.${optimizerNames[optimizer.kind]}`, {
    learning_rate: rate,
    ...keywords,
    ...clipping
  })
}

/** Keras takes some of them only as numbers with a point. */
function setting(value: unknown): string {
  return typeof value === 'number' ? floatLiteral(value) : literal(value)
}

/** The learning rate of each step: a number, or one of Keras' schedules; steps of the whole run are `total_steps`. */
export function writeLearningRate({ optimizer, schedule }: Training): string {
  const base = floatLiteral(optimizer.learningRate)
  switch (schedule?.kind) {
    case undefined:
    case 'step':
      return base
    case 'exponential':
      return call('keras.optimizers.schedules.ExponentialDecay', {
        initial_learning_rate: base,
        decay_steps: literal(schedule.decaySteps),
        decay_rate: literal(schedule.decayRate),
        staircase: literal(schedule.staircase)
      })
    case 'cosine': {
      const alpha = literal(schedule.alpha)
      if (schedule.warmUp === 0) {
        return call('keras.optimizers.schedules.CosineDecay', {
          initial_learning_rate: base,
          decay_steps: 'total_steps',
          alpha
        })
      }
      const warmUp = `round(${literal(schedule.warmUp)} * total_steps)`
      return call('keras.optimizers.schedules.CosineDecay', {
        initial_learning_rate: '0.0',
        decay_steps: `total_steps - ${warmUp}`,
        alpha,
        warmup_target: base,
        warmup_steps: warmUp
      })
    }
    case 'one-cycle':
      return call('OneCycle', {
        peak: base,
        rise: literal(schedule.rise),
        start_divisor: literal(schedule.startDivisor),
        end_divisor: literal(schedule.endDivisor),
        total_steps: 'total_steps'
      })
  }
}

/** The class that a schedule needs and Keras does not have. */
export function writeScheduleClass({ schedule }: Training): string[] {
  if (schedule?.kind !== 'one-cycle') return []
  return [
    'class OneCycle(keras.optimizers.schedules.LearningRateSchedule):',
    '    """Up to the peak along a cosine, then down far below the beginning (Smith and Topin 2017)."""',
    '',
    ...indent([
      'def __init__(self, peak, rise, start_divisor, end_divisor, total_steps):',
      '    self.peak, self.start = peak, peak / start_divisor',
      '    self.end = self.start / end_divisor',
      '    self.last = max(1, total_steps - 1)',
      '    self.top = rise * self.last',
      '',
      'def __call__(self, step):',
      '    step = tf.cast(step, tf.float32)',
      '    up = self.anneal(self.start, self.peak, step / max(self.top, 1e-9))',
      '    share = tf.minimum(1.0, (step - self.top) / max(self.last - self.top, 1e-9))',
      '    return tf.where(step <= self.top, up, self.anneal(self.peak, self.end, share))',
      '',
      '@staticmethod',
      'def anneal(start, end, progress):',
      '    return end + (start - end) / 2 * (1 + tf.cos(np.pi * progress))'
    ])
  ]
}

/** Losses on probabilities. The sparse one is written only where labels are class numbers; one-hot rows have its dense twin. */
export function writeLoss({ loss, labelSmoothing }: Training, form: LabelForm): string {
  const smoothing = labelSmoothing > 0 ? { label_smoothing: literal(labelSmoothing) } : {}
  const name: Readonly<Record<LossKey, string>> = {
    categorical_crossentropy: 'CategoricalCrossentropy',
    sparse_categorical_crossentropy:
      form === 'sparse' ? 'SparseCategoricalCrossentropy' : 'CategoricalCrossentropy',
    binary_crossentropy: 'BinaryCrossentropy',
    categorical_focal_crossentropy: 'CategoricalFocalCrossentropy',
    mean_squared_error: 'MeanSquaredError',
    huber: 'Huber'
  }
  return call(`keras.losses.${name[loss]}`, smoothing)
}

/** What the loss and the metrics take for a label: a class number, one yes or no, or a one-hot row. */
export type LabelForm = 'sparse' | 'binary' | 'one-hot'

export function labelForm(
  { loss, labelSmoothing, metrics }: Training,
  outputCount: number
): LabelForm {
  if (outputCount === 1) return 'binary'
  const isSparse = loss === 'sparse_categorical_crossentropy' && labelSmoothing === 0
  // Keras smooths only one-hot rows, and of the metrics only accuracy is defined on class numbers.
  return isSparse && metrics.every((metric) => metric === 'accuracy') ? 'sparse' : 'one-hot'
}

const metricCalls: Readonly<Record<Exclude<MetricKey, 'loss'>, string>> = {
  accuracy: '"accuracy"',
  topKAccuracy: 'keras.metrics.TopKCategoricalAccuracy(k=5)',
  precision: 'keras.metrics.Precision(name="precision")',
  recall: 'keras.metrics.Recall(name="recall")',
  f1: 'keras.metrics.F1Score(average="macro")',
  auc: 'keras.metrics.AUC(name="auc")'
}

export function writeMetrics({ metrics }: Training): string {
  const known = metrics.filter((metric): metric is Exclude<MetricKey, 'loss'> => metric !== 'loss')
  return `[${known.map((metric) => metricCalls[metric]).join(', ')}]`
}

export function writeCallbacks({ callbacks, schedule, optimizer }: Training): string[] {
  const stairs =
    schedule?.kind === 'step'
      ? [
          `keras.callbacks.LearningRateScheduler(lambda epoch: ${literal(optimizer.learningRate)} * ${literal(schedule.factor)} ** (epoch // ${literal(schedule.everyEpochs)}))`
        ]
      : []
  return [...stairs, ...callbacks.map(writeCallback)]
}

function writeCallback(settings: CallbackSettings): string {
  const common = { monitor: literal(settings.monitor), mode: literal(settings.mode) }
  switch (settings.kind) {
    case 'early-stopping':
      return call('keras.callbacks.EarlyStopping', {
        ...common,
        patience: literal(settings.patience),
        min_delta: literal(settings.minDelta),
        baseline: literal(settings.baseline),
        restore_best_weights: literal(settings.restoreBestWeights),
        start_from_epoch: literal(settings.startFromEpoch)
      })
    case 'model-checkpoint':
      return call('keras.callbacks.ModelCheckpoint', {
        filepath: literal(settings.saveBestOnly ? 'best.keras' : 'last.keras'),
        ...common,
        save_best_only: literal(settings.saveBestOnly),
        initial_value_threshold: literal(settings.initialValueThreshold)
      })
    case 'reduce-lr-on-plateau':
      return call('keras.callbacks.ReduceLROnPlateau', {
        ...common,
        factor: literal(settings.factor),
        patience: literal(settings.patience),
        min_delta: literal(settings.minDelta),
        cooldown: literal(settings.cooldown),
        min_lr: literal(settings.minLearningRate)
      })
    default:
      return assertNever(settings)
  }
}

export function writeClassWeights({ classWeights }: Training): string | null {
  if (classWeights === null) return null
  return `{${classWeights.map((weight, index) => `${index}: ${literal(weight)}`).join(', ')}}`
}
