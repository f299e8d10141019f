/** RunFacts of one run, computed from its folder and its metrics. */
import { flattenConfig } from '@shared/flatten-config'
import type { RunHistory } from '@shared/metrics'
import type { RunRecord } from '@shared/run'
import type { RunFacts } from '@shared/run-facts'
import { computeMsPerStep, summarizeMetrics } from '@shared/summarize-metrics'
import type { RunEnvironment, RunFolder } from './run-folder'

/** What a damaged folder cannot say is left out, and `isWhole` is false then. */
export function computeFacts(
  record: RunRecord,
  folder: RunFolder,
  history: RunHistory
): { facts: RunFacts; isWhole: boolean } {
  const epochsBefore = record.origin?.epochsDone ?? 0
  const config = attempt(() => flattenConfig(folder.readExperiment()))
  const facts = {
    runId: record.id,
    config: config ?? {},
    metrics: summarizeMetrics(history.tables, { epochsBefore }),
    msPerStep: computeMsPerStep(history.tables),
    device: attempt(() => describeDevice(folder.readEnvironment())) ?? null
  }
  return { facts, isWhole: config !== undefined || folder.isForeign() }
}

/** `CPU · 2 cores`; null for a run that was not trained here, which has no such environment. */
function describeDevice({ device, threads }: RunEnvironment): string | null {
  if (typeof device !== 'string') return null
  if (typeof threads !== 'number' || device !== 'cpu') return device.toUpperCase()
  return `CPU · ${threads} ${threads === 1 ? 'core' : 'cores'}`
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
