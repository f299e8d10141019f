/** The metrics as fields: `accuracy`, `val.accuracy`, `train.loss.last`, `test.f1`, and the epoch of the best value of each part. */
import { formatCount, formatMetric } from '../format'
import { metricKeys, metrics, seriesName, type MetricKey } from '../metrics'
import type { RunRecord } from '../run'
import type { MetricSummary, RunFacts } from '../run-facts'
import { defineField, type Field } from './field'

/** Every metric in every way of asking for it, whether a run has it or not. */
export const metricFields: readonly Field[] = metricKeys.flatMap((metric) => {
  const summarize = createSummarize(metric)
  const isOfTraining = createIsOfTraining(metric)
  return [
    ofMetric(metric, {
      key: metric,
      label: metrics[metric].label,
      help: 'best of the validation, or of the training where there is none',
      isOfTraining,
      value: (_record, facts) => summarize(facts)?.best
    }),
    ofMetric(metric, {
      key: `test.${metric}`,
      label: `Test ${lower(metric)}`,
      help: 'of the test at the end',
      value: (record) => readTest(metric, record)
    }),
    ...(['validation', 'train'] as const).flatMap((part) => ofPart(metric, part)),
    ofEpoch({
      key: `${metric}.epoch`,
      label: `Best epoch by ${lower(metric)}`,
      help: `The epoch of the best ${lower(metric)}: of the validation, or of the training where there is none.`,
      isOfTraining,
      value: (_record, facts) => summarize(facts)?.bestEpoch
    }),
    ofEpoch({
      key: `test.${metric}.epoch`,
      label: `Epoch of test ${lower(metric)}`,
      help: `The epoch whose weights gave the test ${lower(metric)}; none where earlier weights came back before the test, or the run was stopped within an epoch.`,
      value: (record, facts) => findTestEpoch(metric, record, facts)
    })
  ]
})

function ofPart(metric: MetricKey, part: 'validation' | 'train'): Field[] {
  const [key, word, name] = [
    `${part === 'train' ? 'train' : 'val'}.${metric}`,
    part === 'train' ? 'Training' : 'Validation',
    seriesName(part, metric)
  ]
  return [
    ofMetric(metric, {
      key,
      label: `${word} ${lower(metric)}`,
      help: `best of the ${word.toLowerCase()}`,
      value: (_record, facts) => facts?.metrics[name]?.best
    }),
    ofMetric(metric, {
      key: `${key}.last`,
      label: `Last ${word.toLowerCase()} ${lower(metric)}`,
      help: `newest of the ${word.toLowerCase()}`,
      // The record of a run at work is newer than its facts.
      value: ({ latest }, facts) => latest[name] ?? facts?.metrics[name]?.last
    }),
    ofEpoch({
      key: `${key}.epoch`,
      label: `Best epoch by ${word.toLowerCase()} ${lower(metric)}`,
      help: `The epoch of the best ${lower(metric)} of the ${word.toLowerCase()}.`,
      value: (_record, facts) => facts?.metrics[name]?.bestEpoch
    })
  ]
}

/** Of a test at the end the last epoch, unless the weights may be of another one, or of none. */
function findTestEpoch(
  metric: MetricKey,
  record: RunRecord,
  facts: RunFacts | null
): number | null | undefined {
  const summary = facts?.metrics[seriesName('test', metric)]
  if (summary) return summary.bestEpoch
  if (facts === null || readTest(metric, record) === undefined) return null
  const isRestored = facts.config['training.callbacks.early-stopping.restoreBestWeights'] === true
  return isRestored || !isAtEndOfEpoch(record, facts) ? null : record.epochsDone
}

/** False for a run that was stopped within an epoch: its weights are of no whole one. */
function isAtEndOfEpoch({ stepsDone }: RunRecord, { metrics }: RunFacts): boolean {
  return Object.values(metrics).some(
    ({ bestEpoch, lastStep }) => bestEpoch !== null && lastStep === stepsDone
  )
}

function readTest(metric: MetricKey, { test }: RunRecord): number | undefined {
  return metric === 'loss' || metric === 'accuracy' ? test?.[metric] : test?.others?.[metric]
}

function ofEpoch(
  field: Pick<Field, 'key' | 'label' | 'help' | 'isOfTraining'> & {
    value: (record: RunRecord, facts: RunFacts | null) => number | null | undefined
  }
): Field {
  return defineField({ ...field, kind: 'number', format: formatCount })
}

function ofMetric(
  metric: MetricKey,
  field: Pick<Field, 'key' | 'label' | 'help' | 'isOfTraining'> & {
    value: (record: RunRecord, facts: RunFacts | null) => number | undefined
  }
): Field {
  const { label, better } = metrics[metric]
  return defineField({
    ...field,
    help: `${label}: ${field.help}.`,
    kind: 'number',
    better,
    format: (value: number) => formatMetric(metric, value)
  })
}

function createSummarize(metric: MetricKey): (facts: RunFacts | null) => MetricSummary | undefined {
  const [validation, train] = [seriesName('validation', metric), seriesName('train', metric)]
  return (facts) => facts?.metrics[validation] ?? facts?.metrics[train]
}

function createIsOfTraining(metric: MetricKey): (facts: RunFacts | null) => boolean {
  const [validation, train] = [seriesName('validation', metric), seriesName('train', metric)]
  return (facts) => !facts?.metrics[validation] && facts?.metrics[train] !== undefined
}

/** Names such as F1 and AUC keep their capitals. */
function lower(metric: MetricKey): string {
  const { label } = metrics[metric]
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
