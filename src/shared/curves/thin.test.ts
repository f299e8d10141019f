import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thinToExtremes, thinToNewest } from './thin'

const value = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) }
)
const curve = fc.record({
  values: fc.array(value, { minLength: 1, maxLength: 800 }),
  columns: fc.integer({ min: 1, max: 60 }),
  isLogarithmic: fc.boolean()
})

/** What the property says of a column, computed in another way than the thinning itself does. */
function describeColumns(positions: number[], values: number[], columns: number): string[] {
  const [from = NaN, to = NaN] = [positions[0], positions.at(-1)]
  const found = new Map<number, number[]>()
  positions.forEach((position, row) => {
    const column = Math.min(
      columns - 1,
      Math.floor((position - from) * (columns / (to - from || 1)))
    )
    found.set(column, [...(found.get(column) ?? []), values[row] ?? NaN])
  })
  return [...found].map(([column, all]) => {
    const finite = all.filter(Number.isFinite)
    const kinds = [NaN, Infinity, -Infinity].filter((kind) =>
      all.some((one) => Object.is(one, kind))
    )
    return `${column}: ${Math.min(...finite)} .. ${Math.max(...finite)} ${kinds.join()}`
  })
}

describe('thinning to the extremes', () => {
  it('keeps least, largest, NaN and both infinities of every pixel column', () => {
    fc.assert(
      fc.property(curve, ({ values, columns, isLogarithmic }) => {
        const positions = values.map((_, row) => (isLogarithmic ? Math.log(row + 1) : row))
        const rows = [...thinToExtremes({ positions, values, columns })]
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
        expect([rows[0], rows.at(-1)]).toEqual([0, values.length - 1])
        const kept = rows.map((row) => positions[row] ?? NaN)
        const thinned = describeColumns(
          kept,
          rows.map((row) => values[row] ?? NaN),
          columns
        )
        expect(thinned).toEqual(describeColumns(positions, values, columns))
      }),
      { numRuns: 300 }
    )
  })

  it('keeps no more than seven points a column, and of a hundred thousand numbers about two', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, row) => Math.sin(row / 7))
    const rows = thinToExtremes({ positions: values.map((_, row) => row), values, columns: 500 })
    expect(rows.length).toBeGreaterThan(900)
    expect(rows.length).toBeLessThanOrEqual(1002)
  })
})

it('thins an average to its newest values, and keeps a gap', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, row) => (row === 4321 ? NaN : row))
  const rows = thinToNewest({ positions: values.map((_, row) => row), values, columns: 100 })
  expect(rows.length).toBeLessThanOrEqual(102)
  expect([...rows]).toContain(4321)
  expect([...rows].slice(0, 3)).toEqual([0, 99, 199])
})
