/** How each tab of the comparison is looked at, beyond the runs: kept with the comparison, and so in its views. */
import { z } from 'zod'
import { classScoreKeys } from './compare/confusion'

export const differenceKinds = ['config', 'layers', 'environment'] as const
export const metricMoments = ['last', 'best', 'epoch'] as const
export const parallelKinds = ['coordinates', 'scatter', 'importance'] as const

/** The longest path of a configuration that an axis is of, and the most that are chosen or zoomed one by one. */
const LONGEST_KEY = 1000
const MOST_KEYS = 1000

const keySchema = z.string().max(LONGEST_KEY)
const chosenKeySchema = keySchema.nullable().default(null)
const rangeSchema = z.tuple([z.number(), z.number()])
const placeSchema = z.number().min(0).max(1)

function recordOf<T extends z.ZodType>(value: T) {
  return z
    .record(keySchema, value)
    .refine((record) => Object.keys(record).length <= MOST_KEYS, { error: 'too many keys' })
}

const schemas = {
  curves: z.object({
    /** The part of the horizontal axis that all charts are zoomed to; null for all of it. */
    x: rangeSchema.nullable().default(null),
    /** What charts are zoomed to upwards, by the key of the chart. */
    y: recordOf(rangeSchema).default({})
  }),
  differences: z.object({
    kind: z.enum(differenceKinds).default('config'),
    onlyDifferences: z.boolean().default(true)
  }),
  scores: z.object({
    /** Which value of a metric counts. */
    moment: z.enum(metricMoments).default('last'),
    /** For the moment `epoch`; null for the last one. */
    epoch: z.number().int().min(1).nullable().default(null),
    isTransposed: z.boolean().default(false),
    classScore: z.enum(['all', ...classScoreKeys]).default('all')
  }),
  parallel: z.object({
    kind: z.enum(parallelKinds).default('coordinates'),
    /** In their order; null for those that are chosen by themselves. A key that no run has is passed over, here and below. */
    axes: z.array(keySchema).max(MOST_KEYS).nullable().default(null),
    /** From 0 at the lower end of the axis to 1 at the upper one. */
    brushes: recordOf(z.object({ from: placeSchema, to: placeSchema })).default({}),
    color: chosenKeySchema,
    x: chosenKeySchema,
    y: chosenKeySchema,
    score: chosenKeySchema
  })
}

const DEFAULTS = {
  curves: schemas.curves.parse({}),
  differences: schemas.differences.parse({}),
  scores: schemas.scores.parse({}),
  parallel: schemas.parallel.parse({})
}

/** What was stored before a tab kept its look, or a part of it, reads as the defaults. */
export const tabLooksSchema = z.object({
  curves: schemas.curves.default(DEFAULTS.curves),
  differences: schemas.differences.default(DEFAULTS.differences),
  scores: schemas.scores.default(DEFAULTS.scores),
  parallel: schemas.parallel.default(DEFAULTS.parallel)
})
export type TabLooks = z.infer<typeof tabLooksSchema>

export const DEFAULT_TAB_LOOKS: TabLooks = DEFAULTS

/** The looks for other runs: zoom and brushes are places among the values of those that were compared. */
export function leavePlaces({ curves, parallel, ...others }: TabLooks): TabLooks {
  return {
    ...others,
    curves: { ...curves, x: null, y: {} },
    parallel: { ...parallel, brushes: {} }
  }
}
