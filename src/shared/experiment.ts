/** The experiment document, version 1: everything that makes a run repeatable, in one JSON file. */
import { z } from 'zod'
import { augmentationSchema } from './augmentation'
import { callbackSchema } from './callbacks'
import { UserError } from './contract/define'
import { describeIssues } from './experiment-issues'
import { losses, lossKeys } from './losses'
import { metricKeys, type MetricKey } from './metrics'
import { optimizerSchema } from './optimizers'
import { scheduleSchema } from './schedules'

export const EXPERIMENT_VERSION = 1

/** More than any real experiment needs (a ResNet-152 is about 400 KB), little enough to parse without a pause. */
export const MAX_EXPERIMENT_BYTES = 1_000_000

const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most)

export const splitSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    // Keras' validation_split: the last fraction of the training part, taken before any shuffling.
    z.strictObject({ kind: z.literal('last-fraction'), fraction: z.number().gt(0).lt(1) }),
    // scikit-learn's train_test_split(test_size=fraction, random_state=seed, stratify=labels).
    z.strictObject({
      kind: z.literal('stratified'),
      fraction: z.number().gt(0).lt(1),
      seed: wholeNumber(0, 4_294_967_295).default(1)
    }),
    // One fold of scikit-learn's KFold or StratifiedKFold(n_splits=folds, shuffle=True, random_state=seed).
    z.strictObject({
      kind: z.literal('k-fold'),
      folds: wholeNumber(2, 50),
      fold: wholeNumber(1, 50),
      seed: wholeNumber(0, 4_294_967_295).default(1),
      isStratified: z.boolean().default(true)
    })
  ])
  .default({ kind: 'none' })
export type ValidationSplit = z.infer<typeof splitSchema>

const clippingSchema = z
  .strictObject({
    kind: z.enum(['value', 'norm', 'global-norm']),
    limit: z.number().positive()
  })
  .nullable()
  .default(null)
  .describe("Keras' clipvalue, clipnorm (each tensor for itself) and global_clipnorm.")
export type GradientClipping = NonNullable<z.infer<typeof clippingSchema>>

export const trainingSchema = z
  .strictObject({
    optimizer: optimizerSchema,
    gradientClipping: clippingSchema,
    schedule: scheduleSchema
      .optional()
      .describe("Shapes the optimizer's learning rate over the steps; without it, the rate stays."),
    callbacks: z
      .array(callbackSchema)
      .max(20)
      .default([])
      .describe('Asked after each epoch, in order.'),
    loss: z.enum(lossKeys),
    labelSmoothing: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('How much of the certainty of each label is spread over the classes.'),
    classWeights: z
      .array(z.number().min(0).max(1e6))
      .min(2)
      .nullable()
      .default(null)
      .describe('One a class: the loss of each training example times the weight of its class.'),
    metrics: z
      .array(z.enum(metricKeys as [MetricKey, ...MetricKey[]]))
      .default(['accuracy'])
      .describe('The loss is always recorded.'),
    batchSize: wholeNumber(1, 65_536).default(32),
    epochs: wholeNumber(1, 100_000),
    shuffle: z.boolean().default(true).describe('A new order in each epoch.'),
    seed: wholeNumber(0, 4_294_967_295)
      .default(1)
      .describe('Initial weights, data order, augmentation and dropout follow from it.'),
    samplePredictions: z
      .strictObject({
        count: wholeNumber(0, 50).default(10),
        everySteps: wholeNumber(1, 100_000).default(25)
      })
      .default({ count: 10, everySteps: 25 })
  })
  .superRefine(({ loss, labelSmoothing }, context) => {
    if (labelSmoothing === 0 || losses[loss].hasLabelSmoothing) return
    context.addIssue({
      code: 'custom',
      path: ['labelSmoothing'],
      message: `0 with the loss "${loss}"`
    })
  })

export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(EXPERIMENT_VERSION),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(4000).default(''),
  dataset: z.strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a data set id: small letters, digits and hyphens'),
    validation: splitSchema
  }),
  augmentation: augmentationSchema
    .optional()
    .describe(
      'Changes the pictures that are trained with, at random, never those of validation and test.'
    ),
  model: z
    .looseObject({
      class_name: z.string(),
      config: z.looseObject({})
    })
    .describe('Keras functional JSON, as model.to_json() writes it.'),
  initialWeights: z
    .strictObject({
      file: z.string().regex(/^[0-9a-f]{32}\.weights$/, 'the name of a file of weights'),
      source: z.string().max(255)
    })
    .optional()
    .describe(
      'Weights in the workspace that training begins with, and the file that they came in.'
    ),
  training: trainingSchema
})

export type Experiment = z.output<typeof experimentSchema>
/** What a file may hold: everything with a default may be left out. */
export type ExperimentDocument = z.input<typeof experimentSchema>

/** Parses the text of an experiment file. @throws UserError naming the file, and for each fault the path, the value and what was expected. */
export function parseExperimentText(text: string, fileName: string): Experiment {
  if (text.length > MAX_EXPERIMENT_BYTES) {
    throw new UserError(
      `${fileName}: ${Math.ceil(text.length / 1e6)} MB is too large for an experiment (at most 1 MB). Weights and pictures do not belong in it.`
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new UserError(`${fileName}: not valid JSON: ${(error as Error).message}.`)
  }
  return parseExperiment(json, fileName)
}

/** Parses an experiment that is already JSON. @throws UserError as parseExperimentText does. */
export function parseExperiment(json: unknown, source: string): Experiment {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UserError(
      `${source}: an experiment is a JSON object with "version", "name", "dataset", "model" and "training".`
    )
  }
  const { version, model, training } = json as Record<string, unknown>
  if (typeof version === 'number' && version > EXPERIMENT_VERSION) {
    throw new UserError(
      `${source}: written by a newer Receptive (experiment version ${version}; this one reads version ${EXPERIMENT_VERSION}). Update Receptive to open it.`
    )
  }
  if (version === undefined && model === undefined && training === undefined) {
    throw new UserError(
      `${source}: JSON, but not an experiment: "version", "model" and "training" are missing.`
    )
  }
  const parsed = experimentSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new UserError(`${source}: ${describeIssues(parsed.error, json)}`)
}

/** Why the class weights do not fit a data set; null when they do. */
export function findClassWeightError(
  { training: { classWeights } }: Experiment,
  classCount: number
): string | null {
  return classWeights === null || classWeights.length === classCount
    ? null
    : `training.classWeights has ${classWeights.length} numbers, but the data set has ${classCount} classes. Give one a class, or null for none.`
}
