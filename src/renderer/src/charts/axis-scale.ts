/** From values to pixels and back, linear or logarithmic, and the round numbers that an axis names. */
import { formatCount, formatDuration } from '@shared/format'

export interface AxisScale {
  readonly from: number
  readonly to: number
  readonly isLog: boolean
  toPixel(value: number): number
  toValue(pixel: number): number
}

export interface Tick {
  readonly value: number
  readonly label: string
}

/** `pixels` are those of `from` and `to`; they may fall, as those of a vertical axis do. */
export function createScale(
  [from, to]: readonly [number, number],
  pixels: readonly [number, number],
  isLog = false
): AxisScale {
  const place = isLog ? Math.log : (value: number): number => value
  const back = isLog ? Math.exp : (value: number): number => value
  const [start, first] = [place(from), pixels[0]]
  const factor = (pixels[1] - first) / (place(to) - start || 1)
  return {
    from,
    to,
    isLog,
    toPixel: (value) => first + (place(value) - start) * factor,
    toValue: (pixel) => back(start + (pixel - first) / factor)
  }
}

/** About `count` round numbers within the scale. */
export function findTicks(scale: AxisScale, count: number): Tick[] {
  const decades = Math.log10(scale.to / scale.from)
  return scale.isLog && decades >= 1
    ? findLogTicks(scale, decades, count)
    : findLinearTicks(scale, chooseStep((scale.to - scale.from) / count))
}

/** Round times of seconds, as `1:30`. */
export function findTimeTicks(scale: AxisScale, count: number): Tick[] {
  const wanted = (scale.to - scale.from) / count
  if (scale.isLog || wanted < 1) return findTicks(scale, count)
  const step = TIME_STEPS.find((one) => one >= wanted) ?? 3600 * chooseStep(wanted / 3600)
  return findLinearTicks(scale, step, (value) => formatDuration(value * 1000))
}

const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400]

/** 1, 2 or 5 times a power of ten, and no less than asked for. */
function chooseStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10
  return factor * power
}

function findLinearTicks(
  { from, to }: AxisScale,
  step: number,
  format = (value: number): string => formatTick(value, step)
): Tick[] {
  if (!(step > 0) || !Number.isFinite(to - from)) return []
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = (first + index) * step
    return { value, label: format(value) }
  })
}

function findLogTicks({ from, to }: AxisScale, decades: number, count: number): Tick[] {
  const factors = decades * 3 <= count ? [1, 2, 5] : [1]
  const every = Math.max(1, Math.ceil(decades / count))
  const ticks: Tick[] = []
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; power++) {
    if (power % every !== 0) continue
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`)
      if (value >= from && value <= to) ticks.push({ value, label: formatTick(value, value) })
    }
  }
  return ticks
}

/** As many digits as tell a tick from its neighbour. */
export function formatTick(value: number, step: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (step < 1e-5 || size >= 1e9)
    return value.toExponential(1).replace('e+', 'e').replace('.0e', 'e')
  if (step >= 1) return value < 0 ? `−${formatCount(size)}` : formatCount(size)
  const digits = Math.min(8, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))
  return value.toFixed(digits).replace('-', '−')
}
