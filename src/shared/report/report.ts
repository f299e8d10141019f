/** A comparison as it goes into a report: what was read of the runs, as words and points, with nothing left to look up. */

export interface ReportRun {
  readonly name: string
  /** A slot of the run palette. */
  readonly color: number
  readonly isBase: boolean
  readonly state: string
  readonly experimentName: string
  readonly datasetId: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly tags: readonly string[]
  /** What a person wrote of it, in Markdown. */
  readonly note: string
  /** What the application had to say of it. */
  readonly remarks: readonly string[]
}

export interface ReportCell {
  readonly text: string
  readonly isChanged: boolean
  readonly isBest: boolean
}

export interface ReportRow {
  readonly label: string
  /** One a run. */
  readonly cells: readonly ReportCell[]
}

export interface ReportGroup {
  /** Empty for a table of one group. */
  readonly label: string
  readonly rows: readonly ReportRow[]
}

export interface ReportLine {
  /** Which of the runs. */
  readonly run: number
  /** Ascending in x; a y that is not finite is a gap. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface ReportChart {
  readonly title: string
  readonly xLabel: string
  readonly lines: readonly ReportLine[]
}

/** The layers of one run that differ from those of the base. */
export interface ReportLayers {
  readonly run: string
  /** One sentence a layer; none when both models are the same. */
  readonly sentences: readonly string[]
}

export interface Report {
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly version: string
  /** The base is the first. */
  readonly runs: readonly ReportRun[]
  /** Which run is better, and how sure that is: one sentence each. */
  readonly verdicts: readonly string[]
  readonly results: readonly ReportRow[]
  readonly charts: readonly ReportChart[]
  readonly differences: readonly ReportGroup[]
  readonly layers: readonly ReportLayers[]
  readonly environment: readonly ReportRow[]
  /** Every setting, those that are the same included. */
  readonly settings: readonly ReportGroup[]
}

/** `2026-11-25 21:55 UTC`: the same wherever the report is read. */
export function formatMoment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `cifar-cnn and 2 others`. */
export function nameComparison({ runs }: Pick<Report, 'runs'>): string {
  const [base, ...others] = runs.map(({ name }) => name)
  if (base === undefined) return 'No runs'
  if (others.length === 0) return base
  return others.length === 1 ? `${base} and ${others[0]}` : `${base} and ${others.length} others`
}
