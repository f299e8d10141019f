/** Makes the test result of a run: loss and accuracy, and whatever else the experiment asks for. */
import type { MetricKey } from '@shared/metrics'
import type { TestResult } from '@shared/run'
import type { MetricValues } from './objective'

export function createTestResult(
  values: MetricValues,
  { metrics, examples }: { metrics: readonly MetricKey[]; examples: number }
): TestResult {
  const { loss = NaN, accuracy = NaN } = values
  const others = metrics.flatMap((key) => {
    const value = values[key]
    return key === 'loss' || key === 'accuracy' || value === undefined ? [] : [[key, value]]
  })
  const result = { loss, accuracy, examples }
  return others.length === 0 ? result : { ...result, others: Object.fromEntries(others) }
}
