/** The table of settings: type, default and bounds of each; storage, the settings page and the contract read it. */
import { z } from 'zod'
import { comparisonSchema, NO_COMPARISON } from './comparison'
import { DEFAULT_RUNS_TABLE, runsTableSchema } from './runs-table'
import { curveViewSchema, DEFAULT_CURVE_VIEW } from './curves/curve-view'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** A drawing, rows, or the experiment's own text. */
export const modelViewKeys = ['canvas', 'list', 'text'] as const
export type ModelView = (typeof modelViewKeys)[number]

export const settingsSchema = z.object({
  theme: z.enum(themes).default('system').catch('system'),
  /** The experiment that the training bar shows at the next start. */
  experimentId: z.string().nullable().default(null).catch(null),
  /** The data set chosen in place of the experiment's own; null follows the experiment. */
  datasetId: z.string().nullable().default(null).catch(null),
  /** Folders that the user named for data sets, by data set id. */
  datasetFolders: z.record(z.string(), z.string()).default({}).catch({}),
  /** When a person last looked at the test pictures of a set, by its id, in milliseconds since 1970. */
  testLooks: z.record(z.string(), z.number()).default({}).catch({}),
  /** Width of the list of runs in pixels. */
  runsPanelWidth: z.number().int().min(180).max(480).default(248).catch(248),
  isRunsPanelOpen: z.boolean().default(true).catch(true),
  /** How the model was last looked at. */
  modelView: z.enum(modelViewKeys).default('canvas').catch('canvas'),
  /** What the comparison shows; restored at the next start. */
  comparison: comparisonSchema.default(NO_COMPARISON).catch(NO_COMPARISON),
  /** The view that the comparison was opened from or saved as, by its link; null for none. */
  comparisonView: z.string().nullable().default(null).catch(null),
  /** How the table of runs is looked at; restored at the next start. */
  runsTable: runsTableSchema.default(DEFAULT_RUNS_TABLE).catch(DEFAULT_RUNS_TABLE),
  /** How the comparison draws its curves. */
  curveView: curveViewSchema.default(DEFAULT_CURVE_VIEW).catch(DEFAULT_CURVE_VIEW),
  /** Whether the curves show one value a step or one an epoch. */
  curveScope: z.enum(['step', 'epoch']).default('step').catch('step'),
  /** Smoothing of step curves: weight of the past, 0 (none) .. 0.99. */
  smoothing: z.number().min(0).max(0.99).default(0.9).catch(0.9)
})
export type Settings = z.infer<typeof settingsSchema>
export const settingsPatchSchema = z.object({
  theme: z.enum(themes).optional(),
  experimentId: z.string().nullable().optional(),
  datasetId: z.string().nullable().optional(),
  testLooks: z.record(z.string(), z.number()).optional(),
  runsPanelWidth: z.number().int().min(180).max(480).optional(),
  isRunsPanelOpen: z.boolean().optional(),
  modelView: z.enum(modelViewKeys).optional(),
  comparison: comparisonSchema.optional(),
  comparisonView: z.string().nullable().optional(),
  runsTable: runsTableSchema.optional(),
  curveView: curveViewSchema.optional(),
  curveScope: z.enum(['step', 'epoch']).optional(),
  smoothing: z.number().min(0).max(0.99).optional()
})
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

export const defaultSettings: Settings = settingsSchema.parse({})
