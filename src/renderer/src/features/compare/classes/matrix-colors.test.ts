import { describe, expect, it } from 'vitest'
import css from '../../../styles/tokens.css?raw'
import {
  chooseInk,
  colorChange,
  colorShare,
  contrast,
  parseHex,
  type MatrixPalette,
  type Rgb
} from './matrix-colors'

const [lightBlock = '', darkBlock = ''] = css.split("[data-theme='dark']")

/** As readMatrixPalette reads them from the page; the dark block overrides the light one. */
function readPalette(blocks: readonly string[]): MatrixPalette {
  const read = (name: string): Rgb => {
    const found = blocks.flatMap(
      (block) => new RegExp(`${name}: (#[0-9a-f]{6})`).exec(block)?.[1] ?? []
    )
    return parseHex(found.at(-1) ?? '')
  }
  return {
    empty: read('--surface-raised'),
    full: read('--share-full'),
    more: read('--change-more'),
    fewer: read('--change-fewer'),
    inks: [read('--ink-dark'), read('--ink-light')]
  }
}

const steps = Array.from({ length: 101 }, (_, index) => index / 100)

describe.each([
  ['light', readPalette([lightBlock])],
  ['dark', readPalette([lightBlock, darkBlock])]
])('the cells of the %s theme', (_name, palette) => {
  it('let every number on them be read', () => {
    for (const share of steps) {
      for (const ground of [
        colorShare(share, palette),
        colorChange(share, 1, palette),
        colorChange(-share, 1, palette)
      ]) {
        expect(contrast(ground, chooseInk(ground, palette))).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  it('grow away from the empty one with their share', () => {
    const away = steps.map((share) => contrast(palette.empty, colorShare(share, palette)))
    expect(away.every((one, index) => index === 0 || one >= (away[index - 1] ?? 0))).toBe(true)
    expect(away.at(-1)).toBeGreaterThanOrEqual(3)
  })

  it('tell more from fewer in protan and deutan sight: by blue against red and green', () => {
    const [more, fewer] = [colorChange(1, 1, palette), colorChange(-1, 1, palette)]
    expect(more[2] - more[0]).toBeGreaterThan(60)
    expect(fewer[0] - fewer[2]).toBeGreaterThan(60)
  })

  it('leave a cell that did not change as it is', () => {
    expect(colorChange(0, 1, palette)).toEqual(palette.empty)
    expect(colorChange(0, 0, palette)).toEqual(palette.empty)
    expect(colorShare(0, palette)).toEqual(palette.empty)
  })
})
