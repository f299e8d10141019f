/** How the table of runs is looked at: columns, order, filter, groups, and the views that were given a name. */
import { z } from 'zod'

/** More would be neither found again nor told apart. */
export const MOST_COLUMNS = 60
/** A column that is hidden and comes back has the width that it had. */
export const MOST_WIDTHS = 200
export const MOST_SORT_KEYS = 5
export const MOST_RUN_VIEWS = 50
export const LONGEST_FILTER = 2000

const columnKeySchema = z.string().min(1).max(200)

/** Narrower than the least, a head could not be taken hold of. */
export const COLUMN_WIDTH_PX = { least: 48, most: 1000 }

/** Columns that were given a width by hand; the others have the one of their kind. */
const columnWidthsSchema = z
  .record(columnKeySchema, z.number().int().min(COLUMN_WIDTH_PX.least).max(COLUMN_WIDTH_PX.most))
  .refine((widths) => Object.keys(widths).length <= MOST_WIDTHS)
export type ColumnWidths = Readonly<z.infer<typeof columnWidthsSchema>>

export const columnLayoutSchema = z.object({
  key: columnKeySchema,
  /** Stays at the left when the table is scrolled. */
  isPinned: z.boolean()
})
export type ColumnLayout = z.infer<typeof columnLayoutSchema>

export const sortKeySchema = z.object({ key: columnKeySchema, isDescending: z.boolean() })
export type SortKey = z.infer<typeof sortKeySchema>

export const runsViewSchema = z.object({
  /** In the order in which they stand; the name of the run comes before all of them. */
  columns: z.array(columnLayoutSchema).max(MOST_COLUMNS),
  /** In pixels, by the key of the column. */
  widths: columnWidthsSchema.default({}),
  /** The first decides; the next ones decide among those that are equal. */
  sort: z.array(sortKeySchema).max(MOST_SORT_KEYS),
  /** In the query language. */
  filter: z.string().max(LONGEST_FILTER),
  /** The column whose values part the runs into groups; null for none. */
  groupBy: columnKeySchema.nullable(),
  /** Each run under the one it goes on from. */
  isTree: z.boolean(),
  /** Shows what is archived, and nothing else. */
  isArchive: z.boolean()
})
export type RunsView = z.infer<typeof runsViewSchema>

export const namedViewSchema = z.object({
  name: z.string().trim().min(1).max(60),
  view: runsViewSchema
})
export type NamedView = z.infer<typeof namedViewSchema>

export const runsTableSchema = z.object({
  view: runsViewSchema,
  views: z.array(namedViewSchema).max(MOST_RUN_VIEWS),
  /** Whether what is known of the run of the cursor stands beside the table. */
  isDetailsOpen: z.boolean()
})
export type RunsTable = z.infer<typeof runsTableSchema>

const column = (key: string): ColumnLayout => ({ key, isPinned: false })

export const DEFAULT_RUNS_VIEW: RunsView = {
  columns: [
    column('state'),
    column('spark'),
    column('accuracy'),
    column('accuracy.epoch'),
    column('test.accuracy'),
    column('duration'),
    column('msPerStep'),
    column('learningRate'),
    column('parameters'),
    column('tags')
  ],
  widths: {},
  sort: [{ key: 'created', isDescending: true }],
  filter: '',
  groupBy: null,
  isTree: false,
  isArchive: false
}

export const DEFAULT_RUNS_TABLE: RunsTable = {
  view: DEFAULT_RUNS_VIEW,
  views: [],
  isDetailsOpen: true
}
