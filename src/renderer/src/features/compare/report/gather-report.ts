/** Reads all that a report of the comparison says: settings, results, environments, models and curves, run by run. */
import type { Experiment } from '@shared/experiment'
import { isForeign, type RunRecord } from '@shared/run'
import type { Report, ReportRow, ReportRun } from '@shared/report/report'
import type { AppClient } from '../../../app-client'
import { describeState } from '../../../run-words'
import { createConfigRows, createRunRows, groupRows, type GridRow } from '../difference/grid-rows'
import { describeRuns, type ComparedRun } from '../use-compared-runs'
import { createCurves } from './gather-curves'
import { describeLayers } from './gather-layers'
import { gatherVerdicts } from './gather-verdicts'

export interface ReportQuestion {
  readonly app: AppClient
  readonly records: readonly RunRecord[]
  readonly base: RunRecord | null
  /** Told before each run that is read, from 1. */
  readonly onRun: (place: number) => void
}

const EVERYTHING = { text: '', onlyDifferences: false }

/** Runs are read one after the other: the histories of all of them at once would fill the memory. */
export async function gatherReport({ app, records, base, onRun }: ReportQuestion): Promise<Report> {
  const [{ version }, facts] = await Promise.all([
    app.call.getAppInfo(undefined),
    app.call.getRunFacts({ runIds: records.map(({ id }) => id) })
  ])
  const runs = describeRuns(records, base, new Map(facts.map((one) => [one.runId, one])))
  const environments = []
  const experiments: (Experiment | null)[] = []
  const curves = createCurves(runs.length)
  for (const [index, { record }] of runs.entries()) {
    onRun(index + 1)
    const runId = record.id
    environments.push(await app.call.getRunEnvironment({ runId }))
    // A log of another program tells of no experiment.
    experiments.push(isForeign(record) ? null : await app.call.getRunExperiment({ runId }))
    curves.add(index, await app.call.getRunHistory({ runId }))
  }
  const rows = createRunRows(runs, EVERYTHING)
  const settings = rows.filter(({ group }) => group !== 'result')
  return {
    createdAt: Date.now(),
    version,
    runs: runs.map(toReportRun),
    verdicts: await gatherVerdicts({ app, runs, experiments }),
    results: rows.filter(({ group }) => group === 'result').map(toReportRow),
    charts: curves.list(),
    differences: toGroups(settings.filter(({ isDifference }) => isDifference)),
    layers: describeLayers(runs, experiments),
    environment: createConfigRows(environments, EVERYTHING).map(toKeyRow),
    settings: toGroups(settings)
  }
}

function toReportRun({ record, isBase }: ComparedRun): ReportRun {
  const { name, color, experimentName, datasetId, createdAt, marks, notes, reason } = record
  return {
    name,
    color,
    isBase,
    state: describeState(record),
    experimentName,
    datasetId,
    createdAt,
    tags: marks.tags,
    note: marks.note,
    remarks: reason === null ? notes : [reason, ...notes]
  }
}

const toReportRow = ({ label, cells }: GridRow): ReportRow => ({ label, cells })
const toKeyRow = ({ key, cells }: GridRow): ReportRow => ({ label: key, cells })

function toGroups(rows: readonly GridRow[]): Report['settings'] {
  return groupRows(rows).map((group) => ({
    label: group.label,
    rows: group.rows.map(toReportRow)
  }))
}
