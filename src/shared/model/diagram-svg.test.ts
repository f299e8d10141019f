import { describe, expect, it } from 'vitest'
import { templates } from '../templates'
import { writeDiagramSvg } from './diagram-svg'
import { groupLayers, renameBlock, setCollapsed } from './edit'
import { blankModel, chain } from './testing'

const count = (text: string, part: RegExp): number => text.match(part)?.length ?? 0
const light = { theme: 'light', title: 'A model' } as const

describe('a picture of a model', () => {
  it.each(templates.map((one) => [one.label, one] as const))(
    'of %s has a block for each layer and a line for each connection',
    (_label, template) => {
      const graph = template.build({ inputShape: [32, 32, 3], classCount: 10 })
      const svg = writeDiagramSvg(graph, light)
      const connections = graph.layers.reduce((sum, { inputs }) => sum + inputs.length, 0)
      expect(count(svg, /<g><rect /g)).toBe(graph.layers.length)
      expect(count(svg, /<path /g)).toBe(connections)
    }
  )

  it('is no ribbon: a long chain is folded', () => {
    const graph = chain(blankModel(), ...Array<'ReLU'>(60).fill('ReLU'))
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(writeDiagramSvg(graph, light)) ?? []
    expect(Number(height) / Number(width)).toBeLessThan(2)
  })

  it('takes names for text', () => {
    const grouped = groupLayers(chain(blankModel(), 'ReLU'), ['re_lu'], 'block')
    const named = renameBlock(grouped, 'block', '</g><script>"&')
    const svg = writeDiagramSvg(named, { ...light, title: '<script>\u0000&' })
    expect(svg).not.toContain('<script>')
    expect(svg).toContain('&lt;/g&gt;&lt;script&gt;&quot;&amp;')
    expect(svg).toContain('<title>&lt;script&gt;&amp;</title>')
  })

  it('shows a folded block as one', () => {
    const grouped = groupLayers(chain(blankModel(), 'ReLU', 'ELU'), ['re_lu', 'elu'], 'ends')
    const svg = writeDiagramSvg(setCollapsed(grouped, 'ends', true), { ...light, theme: 'dark' })
    expect(count(svg, /<g><rect /g)).toBe(2)
    expect(svg).toContain('>ends</text>')
    expect(svg).toContain('>2 layers</text>')
  })
})
