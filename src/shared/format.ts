/** Numbers, durations and sizes as people read them; the same in the window and in the terminal. */
import { metrics, type MetricKey } from './metrics'
import type { TestResult } from './run'

/** `0.7300`: always the metric's own number of digits; `–` when there is no value. */
export function formatMetric(metric: MetricKey, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  return value.toFixed(metrics[metric].digits)
}

/** `Test accuracy 0.7300 on 10,000 pictures, loss 0.8123, F1 0.7211.`: the result of a run as a sentence. */
export function formatTestResult({ accuracy, loss, examples, others = {} }: TestResult): string {
  const rest = (Object.entries(others) as [MetricKey, number][]).map(
    ([key, value]) => `, ${uncapitalize(metrics[key].label)} ${formatMetric(key, value)}`
  )
  return `Test accuracy ${formatMetric('accuracy', accuracy)} on ${formatCount(examples)} pictures, loss ${formatMetric('loss', loss)}${rest.join('')}.`
}

/** Names such as F1 and AUC keep their capitals within a sentence. */
function uncapitalize(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

/** `0:07`, `12:34`, `1:02:03`; `–` when unknown. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds))
    return '–'
  const total = Math.max(0, Math.round(milliseconds / 1000))
  const seconds = String(total % 60).padStart(2, '0')
  const minutes = Math.floor(total / 60) % 60
  const hours = Math.floor(total / 3600)
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`
}

/** `312 ms`, `4.21 ms`: three significant digits at most. */
export function formatMilliseconds(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds))
    return '–'
  return milliseconds >= 100
    ? `${Math.round(milliseconds)} ms`
    : `${Number(milliseconds.toPrecision(3))} ms`
}

/** `558,186`: a group every three digits, in every locale. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** As Keras prints memory: `2.13 MB`, `0.00 B`, in steps of 1024. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value.toFixed(2)} ${units[unit]}`
}
