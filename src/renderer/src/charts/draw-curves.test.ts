import { describe, expect, it } from 'vitest'
import type { RunCurve } from '@shared/curves/pack'
import { createFrame } from './curve-frame'
import { drawCurves, drawMarks, toPixels, type DrawnCurve } from './draw-curves'
import { findNearest } from './nearest'
import { findPieces } from './pen'
import { createSvgPen } from './svg-pen'

const frame = createFrame({
  width: 264,
  height: 142,
  xRange: [0, 10],
  yRange: [0, 1],
  isLogX: false,
  isLogY: false,
  isTime: false,
  xTitle: 'step'
})

function createDrawn(y: number[], changes: Partial<DrawnCurve> = {}): DrawnCurve {
  const points = { x: Float64Array.from(y.keys()), y: Float64Array.from(y) }
  const curve: RunCurve = {
    runId: 'a',
    series: 'train/loss',
    raw: points,
    smooth: null,
    count: y.length,
    extent: [0, y.length - 1],
    best: null
  }
  return { curve, color: '#123456', dash: [], marker: 'none', ...changes }
}

function draw(...curves: DrawnCurve[]): string {
  const pen = createSvgPen({ width: 264, height: 142, font: 'Inter', title: 'Loss <1>' })
  drawCurves(pen, frame, curves, { showsRaw: true, width: 2 })
  return pen.finish()
}

describe('curves of pixels', () => {
  it('stand where the frame says', () => {
    const { left, top, width, height } = frame.plot
    const points = toPixels(frame, { x: Float64Array.of(0, 10), y: Float64Array.of(0, 1) })
    expect([...points]).toEqual([left, top + height, left + width, top])
  })

  it('are lifted over what is not a number', () => {
    expect(findPieces([0, 0, 1, NaN, 2, 2, 3, 3])).toEqual([
      [0, 2],
      [4, 8]
    ])
  })
})

describe('a drawing', () => {
  it('marks a NaN with a cross below, infinities with arrows, and keeps a lone point as a dot', () => {
    const plain = draw(createDrawn([0.1, 0.2, 0.3, 0.4]))
    const odd = draw(createDrawn([0.1, NaN, 0.3, Infinity, -Infinity]))
    const edges = (svg: string): number =>
      svg.slice(svg.lastIndexOf('</g>')).split('<path').length - 1
    expect(edges(plain)).toBe(0)
    expect(edges(odd)).toBe(3)
    expect(odd).toContain('h1.5')
    const { top, height } = frame.plot
    expect(odd).toContain(`M${frame.x.toPixel(3)} ${top}L`)
    expect(odd).toContain(`M${frame.x.toPixel(4)} ${top + height}L`)
  })

  it('draws the measured values faintly behind the average, and the dash of the line', () => {
    const smooth = { x: Float64Array.of(0, 5), y: Float64Array.of(0.5, 0.5) }
    const base = createDrawn([0.2, 0.4])
    const svg = draw({ ...base, dash: [5, 3], curve: { ...base.curve, smooth } })
    expect(svg).toMatch(/stroke-width="1"[^>]*stroke-opacity="0.25"/)
    expect(svg).toMatch(/stroke-width="2"[^>]*stroke-dasharray="5 3"/)
    expect(svg.indexOf('stroke-opacity')).toBeLessThan(svg.indexOf('stroke-dasharray'))
  })

  it('rings the best point', () => {
    const base = createDrawn([0.2, 0.4])
    const svg = draw({ ...base, curve: { ...base.curve, best: { x: 0, y: 0.2 } } })
    expect(svg).toMatch(/<path d="M[^"]*Z" fill="none"/)
  })

  it('is a whole file whose words are text', () => {
    const svg = draw(createDrawn([1]))
    expect(svg).toContain('<title>Loss &lt;1&gt;</title>')
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
    expect(parsed.querySelector('parsererror')).toBeNull()
    expect(parsed.documentElement.getAttribute('viewBox')).toBe('0 0 264 142')
  })

  it('names few marks, and flags many', () => {
    const marked = (count: number): string => {
      const pen = createSvgPen({ width: 264, height: 142, font: 'Inter', title: '' })
      const marks = Array.from({ length: count }, (_, x) => ({
        x: x / 4,
        word: 'early stop',
        color: '#111'
      }))
      drawMarks(pen, frame, marks)
      return pen.finish()
    }
    expect(marked(3).split('early stop')).toHaveLength(4)
    expect(marked(12)).not.toContain('early stop')
    expect(marked(12).split('<path')).toHaveLength(13)
  })
})

describe('the point nearest to a place', () => {
  const curve = { x: Float64Array.of(1, 2, 4), y: Float64Array.of(10, 20, 40) }

  it.each([
    [1.4, 10],
    [1.6, 20],
    [3.5, 40],
    [0.5, 10]
  ])('to %f is %f', (place, y) => expect(findNearest(curve, place)?.y).toBe(y))

  it('is none beyond the ends of the curve', () => {
    expect(findNearest(curve, 9)).toBeNull()
    expect(findNearest(curve, -3)).toBeNull()
  })

  it('is found in a curve that goes back and forth', () => {
    const back = { x: Float64Array.of(5, 1, 3), y: Float64Array.of(50, 10, 30) }
    expect(findNearest(back, 2.9)?.y).toBe(30)
  })
})
