/** What came out of a run, by paths like those of its configuration: what runs are judged by. */
import { formatCount, formatDuration, formatMetric, formatMilliseconds } from '../format'
import { metricKeys, metrics, seriesName, type DataPart, type MetricKey } from '../metrics'
import { runStateLabels, type RunRecord } from '../run'
import type { ConfigValue, MetricSummary, RunFacts } from '../run-facts'

export interface RunResult {
  /** `result.test.accuracy` */
  readonly key: string
  /** `Test accuracy` */
  readonly label: string
  readonly value: ConfigValue
  /** The value as it is read. */
  readonly text: string
  /** Null where neither is better. */
  readonly better: 'higher' | 'lower' | null
}

/** All that is known of how a run went: test, best and last values of each metric, duration. */
export function listResults(
  record: RunRecord,
  facts: Pick<RunFacts, 'metrics' | 'msPerStep' | 'device'> | null
): RunResult[] {
  return [
    plain('state', 'State', runStateLabels[record.state]),
    ...listTest(record),
    ...(facts ? [...listSeries(facts, 'validation'), ...listSeries(facts, 'train')] : []),
    plain('epochsDone', 'Epochs done', record.epochsDone),
    plain('stepsDone', 'Steps done', record.stepsDone, formatCount(record.stepsDone)),
    measured('elapsedMs', 'Duration', record.elapsedMs, formatDuration(record.elapsedMs)),
    plain('parameters', 'Parameters', record.parameters, formatCount(record.parameters)),
    ...listMachine(facts)
  ]
}

function listMachine(facts: Pick<RunFacts, 'msPerStep' | 'device'> | null): RunResult[] {
  const { msPerStep = null, device = null } = facts ?? {}
  return [
    ...(msPerStep === null
      ? []
      : [measured('msPerStep', 'Time a step', msPerStep, formatMilliseconds(msPerStep))]),
    ...(device === null ? [] : [plain('device', 'Device', device)])
  ]
}

function plain(key: string, label: string, value: ConfigValue, text = String(value)): RunResult {
  return { key: `result.${key}`, label, value, text, better: null }
}

function measured(key: string, label: string, value: number, text: string): RunResult {
  return { key: `result.${key}`, label, value, text, better: 'lower' }
}

function scored(key: string, label: string, metric: MetricKey, value: number): RunResult {
  const { better } = metrics[metric]
  return { key: `result.${key}`, label, value, text: formatMetric(metric, value), better }
}

function listTest({ test }: RunRecord): RunResult[] {
  if (!test) return []
  const { loss, accuracy, others = {} } = test
  const values: Partial<Record<MetricKey, number>> = { accuracy, loss, ...others }
  return metricKeys.flatMap((metric) => {
    const value = values[metric]
    return value === undefined
      ? []
      : [scored(`test.${metric}`, `Test ${lower(metrics[metric].label)}`, metric, value)]
  })
}

const partLabels = { validation: 'validation', train: 'training' } as const

function listSeries(
  { metrics: summaries }: Pick<RunFacts, 'metrics'>,
  part: Exclude<DataPart, 'test'>
): RunResult[] {
  return metricKeys.flatMap((metric) => {
    const summary = summaries[seriesName(part, metric)]
    return summary ? listSummary(metric, part, summary) : []
  })
}

function listSummary(
  metric: MetricKey,
  part: Exclude<DataPart, 'test'>,
  { best, bestEpoch, last }: MetricSummary
): RunResult[] {
  const name = `${partLabels[part]} ${lower(metrics[metric].label)}`
  const key = `${part}.${metric}`
  return [
    scored(`${key}.best`, `Best ${name}`, metric, best),
    scored(`${key}.last`, `Last ${name}`, metric, last),
    ...(bestEpoch === null ? [] : [plain(`${key}.bestEpoch`, `Best ${name}, epoch`, bestEpoch)])
  ]
}

/** Names such as F1 and AUC keep their capitals. */
const lower = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label

/** Which of some values is best; none when they are all the same, or there is no better. */
export function findBest(results: readonly (RunResult | undefined)[]): ConfigValue | undefined {
  const better = results.find((one) => one !== undefined)?.better ?? null
  const values = results.flatMap((one) => (typeof one?.value === 'number' ? [one.value] : []))
  const finite = values.filter((value) => Number.isFinite(value))
  if (better === null || values.length < 2 || new Set(values).size < 2) return undefined
  if (finite.length === 0) return undefined
  return better === 'higher' ? Math.max(...finite) : Math.min(...finite)
}
