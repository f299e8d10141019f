import { describe, expect, it } from 'vitest'
import { RUN_COLOR_COUNT } from '@shared/run'
import css from './tokens.css?raw'

type Rgb = readonly [number, number, number]

const [lightBlock = '', darkBlock = ''] = css.split("[data-theme='dark']")
const themes = { light: readColors(lightBlock), dark: readColors(darkBlock) }

/** WCAG 2.2, 1.4.3 for text and 1.4.11 for lines and marks. */
const TEXT_CONTRAST = 4.5
const GRAPHIC_CONTRAST = 3

/** Far above the 2.3 at which two colours side by side begin to differ. */
const RUN_COLOR_DISTANCE = 20

/** Steps of L*: neighbours of a ramp are told apart without their hue. */
const RAMP_GAP = 5

describe.each(Object.entries(themes))('the %s theme', (_name, color) => {
  const surfaces = ['page', 'card', 'raised', 'selected', 'wrong', 'warning'].map(
    (name) => `--surface-${name}`
  )

  it.each(['--text', '--text-secondary'])('keeps %s readable on every surface', (text) => {
    for (const surface of surfaces) {
      expect(contrast(color(text), color(surface)), surface).toBeGreaterThanOrEqual(TEXT_CONTRAST)
    }
  })

  it.each(['--right', '--wrong', '--warning', '--accent'])('keeps %s readable on cards', (text) => {
    expect(contrast(color(text), color('--surface-card'))).toBeGreaterThanOrEqual(TEXT_CONTRAST)
  })

  it('keeps the words on accents readable', () => {
    for (const accent of ['--accent', '--accent-hover']) {
      expect(contrast(color('--text-on-accent'), color(accent))).toBeGreaterThanOrEqual(
        TEXT_CONTRAST
      )
    }
  })

  it('keeps every run color visible on cards', () => {
    for (const run of runColors(color)) {
      expect(contrast(run, color('--surface-card'))).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST)
    }
  })

  it('has a ramp that goes one way in lightness, in every sight, and is visible on cards', () => {
    const ramp = [0, 1, 2, 3, 4].map((step) => color(`--ramp-${step}`))
    for (const step of ramp) {
      expect(contrast(step, color('--surface-card'))).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST)
    }
    for (const sight of Object.values(sights)) {
      const steps = ramp.map((step) => toLab(see(step, sight))[0])
      const gaps = steps.slice(1).map((lightness, index) => lightness - (steps[index] ?? 0))
      expect(Math.min(...gaps.map(Math.abs))).toBeGreaterThan(RAMP_GAP)
      expect(new Set(gaps.map(Math.sign)).size).toBe(1)
    }
  })

  it('keeps run colors apart in normal, protan and deutan sight', () => {
    const runs = runColors(color)
    for (const [index, one] of runs.entries()) {
      for (const other of runs.slice(index + 1)) {
        for (const sight of Object.values(sights)) {
          const distance = measureDistance(see(one, sight), see(other, sight))
          expect(distance).toBeGreaterThanOrEqual(RUN_COLOR_DISTANCE)
        }
      }
    }
  })
})

/** Linear red, green, blue of each token of a block. */
function readColors(block: string): (name: string) => Rgb {
  const colors = new Map(
    [...block.matchAll(/(--[\w-]+):\s*#([0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])
  )
  return (name) => {
    const hex = colors.get(name)
    if (hex === undefined) throw new Error(`${name} is no color of tokens.css.`)
    const channel = (at: number): number => linearize(parseInt(hex.slice(at, at + 2), 16) / 255)
    return [channel(0), channel(2), channel(4)]
  }
}

function runColors(color: (name: string) => Rgb): Rgb[] {
  return Array.from({ length: RUN_COLOR_COUNT }, (_, slot) => color(`--run-${slot}`))
}

function linearize(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

type Matrix = readonly [Rgb, Rgb, Rgb]

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear values. */
const sights: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ]
}

function see([r, g, b]: Rgb, matrix: Matrix): Rgb {
  const row = ([x, y, z]: Rgb): number => Math.max(0, x * r + y * g + z * b)
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])]
}

/** CIE76 distance in CIELAB under D65. */
function measureDistance(one: Rgb, other: Rgb): number {
  const a = toLab(one)
  const b = toLab(other)
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

function toLab([r, g, b]: Rgb): Rgb {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
