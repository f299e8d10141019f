/** Axes for values of any kind: numbers in even steps or in powers, words in rows; and what a brush on them keeps. */
import type { ConfigValue } from '../run-facts'
import { wordsOfConfigValue } from './config-difference'

export interface AxisColumn {
  readonly key: string
  readonly label: string
  /** One a run; undefined where it has none. */
  readonly values: readonly (ConfigValue | undefined)[]
}

export interface AxisTick {
  /** 0 at the lower end, 1 at the upper one. */
  readonly at: number
  readonly label: string
}

export interface Axis {
  readonly key: string
  readonly label: string
  readonly kind: 'linear' | 'log' | 'words'
  readonly ticks: readonly AxisTick[]
  /** One a run: 0 to 1; null for one without a value that has a place. */
  readonly places: readonly (number | null)[]
  /** What a place stands for, as a person reads it. */
  readonly describe: (at: number) => string
}

/** A range of places that a brush keeps, both ends included. */
export interface Brush {
  readonly from: number
  readonly to: number
}

/** A larger ratio of the largest to the smallest value hides the small ones on an even axis. */
const LOG_RATIO = 20

/** The axis that fits the values of a column. */
export function createAxis({ key, label, values }: AxisColumn): Axis {
  const known = values.filter((value) => value !== undefined)
  const numbers = known.filter((value): value is number => typeof value === 'number')
  if (numbers.length < known.length || numbers.length === 0) return createWords(key, label, values)
  const finite = numbers.filter((value) => Number.isFinite(value))
  if (finite.length === 0) return createWords(key, label, values)
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  const kind = low > 0 && high / low >= LOG_RATIO ? 'log' : 'linear'
  const [to, from] = kind === 'log' ? [Math.log, Math.exp] : [identity, identity]
  // One value alone stands in the middle of its axis.
  const [least, most] = low === high ? [to(low) - 0.5, to(high) + 0.5] : [to(low), to(high)]
  const place = (value: number): number => (to(value) - least) / (most - least)
  const areWhole = finite.every(Number.isInteger)
  const steps = kind === 'log' ? listPowers(low, high) : listEvenSteps(low, high)
  const marks = areWhole ? steps.filter(Number.isInteger) : steps
  return {
    key,
    label,
    kind,
    ticks: marks.map((value) => ({ at: place(value), label: shorten(value) })),
    places: values.map((value) =>
      typeof value === 'number' && Number.isFinite(value) ? place(value) : null
    ),
    describe: (at) => shorten(from(least + at * (most - least)))
  }
}

function createWords(key: string, label: string, values: AxisColumn['values']): Axis {
  const words = [...new Set(values.filter((value) => value !== undefined).map(wordsOfConfigValue))]
  words.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const place = (index: number): number => (words.length === 1 ? 0.5 : index / (words.length - 1))
  return {
    key,
    label,
    kind: 'words',
    ticks: words.map((word, index) => ({ at: place(index), label: word })),
    places: values.map((value) =>
      value === undefined ? null : place(words.indexOf(wordsOfConfigValue(value)))
    ),
    describe: (at) => words[Math.round(at * (words.length - 1))] ?? ''
  }
}

/** Whether a run passes all brushes; one without a place on a brushed axis does not. */
export function passesBrushes(
  axes: readonly Axis[],
  brushes: Readonly<Record<string, Brush>>,
  run: number
): boolean {
  return axes.every(({ key, places }) => {
    const brush = brushes[key]
    if (!brush) return true
    const place = places[run] ?? null
    // A bound that was put on a run keeps it, whatever rounding makes of it.
    return place !== null && place >= brush.from - 1e-9 && place <= brush.to + 1e-9
  })
}

/** The next place of a run above or below a bound: what an arrow key moves it to. */
export function findNextPlace({ places }: Axis, at: number, direction: 1 | -1): number {
  const known = places.filter((place): place is number => place !== null)
  const beyond = known.filter((place) => (place - at) * direction > 1e-9)
  if (beyond.length === 0) return direction > 0 ? 1 : 0
  return direction > 0 ? Math.min(...beyond) : Math.max(...beyond)
}

/** A number with at most four digits that say something. */
export function shorten(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1e6 || (size > 0 && size < 1e-3)) {
    return value
      .toExponential(2)
      .replace(/\.?0*e/, 'e')
      .replace('e+', 'e')
  }
  return String(Number(value.toPrecision(4)))
}

/** About `count` round numbers between two values, both ends excluded unless they are round themselves. */
export function listEvenSteps(low: number, high: number, count = 5): number[] {
  if (low === high) return [low]
  const raw = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? 10 * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12))
  )
}

function listPowers(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const factors = powers.length > 3 ? [1] : [1, 2, 5]
  return powers
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
}

const identity = (value: number): number => value
