/** Comparisons that were given a name, and with it a link: what a view keeps, and how each change of the list is made. */
import { z } from 'zod'
import { comparisonSchema, type Comparison } from './comparison'
import { curveViewSchema, type CurveView } from './curves/curve-view'

export const MOST_COMPARISON_VIEWS = 200
export const LONGEST_VIEW_NAME = 60

/** What a view shows: the runs, and how they are looked at. */
export interface ComparisonLook {
  readonly comparison: Comparison
  readonly curveView: CurveView
}

export const viewNameSchema = z.string().trim().min(1).max(LONGEST_VIEW_NAME)

export const comparisonViewSchema = z.object({
  name: viewNameSchema,
  /** The link without `compare/`: unique in the list, made of the name. */
  slug: z.string().min(1).max(200),
  comparison: comparisonSchema,
  curveView: curveViewSchema
})
export type ComparisonView = z.infer<typeof comparisonViewSchema>
export type ComparisonViews = readonly ComparisonView[]

export const comparisonViewsSchema = z
  .array(comparisonViewSchema)
  .max(MOST_COMPARISON_VIEWS)
  .refine((views) => new Set(views.map(({ slug }) => slug)).size === views.length, {
    error: 'two views have the same link'
  })

const LINK_START = 'compare/'

/** `compare/dropout-against-batchnorm`. */
export function linkOf({ slug }: Pick<ComparisonView, 'slug'>): string {
  return `${LINK_START}${slug}`
}

/** True for a word that can only be meant as the link of a view. */
export function isViewLink(word: string): boolean {
  return word.startsWith(LINK_START)
}

/** By its link, with or without `compare/`, however its letters were typed. */
export function findView(views: ComparisonViews, link: string): ComparisonView | null {
  const wanted = writeAlike(link.trim().replace(LINK_START, ''))
  return views.find(({ slug }) => slug === wanted) ?? null
}

/** The name as a link: letters and digits of any script, hyphens between them, and a number where that is `taken`. */
export function makeSlug(name: string, taken: readonly string[]): string {
  const words = writeAlike(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['view']
  const slug = words.join('-')
  if (!taken.includes(slug)) return slug
  for (let number = 2; ; number++) {
    if (!taken.includes(`${slug}-${number}`)) return `${slug}-${number}`
  }
}

/** One form of what looks the same: wide and composed letters, capitals. */
function writeAlike(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFC')
}

/** Keeps a look under a name, at the end of the list; the view of that name gives way to it. */
export function saveView(
  views: ComparisonViews,
  name: string,
  look: ComparisonLook
): ComparisonView[] {
  const kept = { ...look, name: name.trim() }
  const known = findByName(views, name)
  if (known) return views.map((one) => (one === known ? { ...one, ...kept } : one))
  const slug = makeSlug(
    kept.name,
    views.map((one) => one.slug)
  )
  return [...views, { ...kept, slug }]
}

/** The view has another name from now on, and the link of that name. */
export function renameView(views: ComparisonViews, slug: string, name: string): ComparisonView[] {
  const others = views.flatMap((one) => (one.slug === slug ? [] : [one.slug]))
  return views.map((one) =>
    one.slug === slug ? { ...one, name: name.trim(), slug: makeSlug(name, others) } : one
  )
}

export function removeView(views: ComparisonViews, slug: string): ComparisonView[] {
  return views.filter((one) => one.slug !== slug)
}

export function findByName(views: ComparisonViews, name: string): ComparisonView | null {
  return views.find((one) => one.name === name.trim()) ?? null
}

/** Those whose name or link has all the typed words; a link that was pasted finds its view. */
export function searchViews(views: ComparisonViews, typed: string): ComparisonView[] {
  const words = writeAlike(typed).split(/\s+/)
  return views.filter((view) => {
    const text = `${writeAlike(view.name)} ${linkOf(view)}`
    return words.every((word) => text.includes(word))
  })
}

/** Whether two looks show the same; in which order things were hidden is of no account. */
export function isSameLook(one: ComparisonLook, other: ComparisonLook): boolean {
  return describe(one) === describe(other)
}

function describe({ comparison, curveView }: ComparisonLook): string {
  const parts = [
    { ...comparison, hiddenIds: [...comparison.hiddenIds].sort() },
    {
      ...curveView,
      hiddenMetrics: [...curveView.hiddenMetrics].sort(),
      hiddenParts: [...curveView.hiddenParts].sort()
    }
  ]
  return JSON.stringify(parts, (_key, value: unknown) => sortKeys(value))
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
