import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { templates } from '../../templates'
import { connectLayers, groupLayers, placeLayers, setCollapsed } from '../edit'
import { blankModel, chain } from '../testing'
import { createScene, findNearestLink, findWire, type Scene } from './index'

const scene = (graph: Parameters<typeof createScene>[0], height = 80): Scene =>
  createScene(graph, { heightOf: () => height, aspect: 1 })

/** Pairs of boxes that lie on one another. */
function countOverlaps({ boxes, places }: Scene): number {
  const all = [...boxes.values()].map(({ id, width, height }) => {
    const { x, y } = places.get(id) ?? { x: NaN, y: NaN }
    return { left: x - width / 2, right: x + width / 2, top: y, bottom: y + height }
  })
  return all.reduce(
    (count, a, index) =>
      count +
      all
        .slice(index + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .length,
    0
  )
}

describe('the layout', () => {
  it.each(templates.map((one) => [one.label, one] as const))(
    'of %s has no two blocks on one another',
    (_label, template) => {
      const graph = template.build({ inputShape: [32, 32, 3], classCount: 10 })
      const laidOut = scene(graph)
      expect(laidOut.places.size).toBe(graph.layers.length)
      expect(countOverlaps(laidOut)).toBe(0)
    }
  )

  it('has none for any heights', () => {
    const graph = templates
      .find(({ id }) => id === 'resnet-20')
      ?.build({ inputShape: [32, 32, 3], classCount: 10 })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 71, maxLength: 71 }),
        (heights) => {
          const index = new Map(graph?.layers.map(({ name }, at) => [name, at]))
          const heightOf = ({ name }: { name: string }) => heights[index.get(name) ?? 0] ?? 80
          expect(graph && countOverlaps(createScene(graph, { heightOf, aspect: 1.5 }))).toBe(0)
        }
      ),
      { numRuns: 20 }
    )
  })

  it('keeps what a person put somewhere', () => {
    const graph = placeLayers(chain(blankModel(), 'ReLU'), { re_lu: { x: -500, y: 7 } })
    expect(scene(graph).places.get('re_lu')).toEqual({ x: -500, y: 7 })
  })

  it('shows a folded group as one block, and an open one in a frame', () => {
    const grouped = groupLayers(
      chain(blankModel(), 'ReLU', 'ELU', 'Flatten'),
      ['re_lu', 'elu'],
      'both'
    )
    expect(scene(grouped).frames).toHaveLength(1)
    const folded = scene(setCollapsed(grouped, 'both', true))
    expect([...folded.boxes.keys()]).toEqual(['image', 'block:both', 'flatten'])
    expect(folded.links).toEqual([
      { from: 'image', to: 'block:both' },
      { from: 'block:both', to: 'flatten' }
    ])
  })
})

describe('wires', () => {
  const graph = connectLayers(chain(blankModel(), 'ReLU', 'ELU', 'Add'), 'image', 'add')
  const { boxes, places } = createScene(graph, { heightOf: () => 60, aspect: 0.1 })
  const wire = (from: string, to: string) => findWire({ from, to }, boxes, places)

  it('between neighbours go straight down', () => {
    expect(wire('image', 're_lu')).toEqual({ from: 'bottom', to: 'top' })
  })

  it('past other blocks go around them', () => {
    const straight = new Map([...places].map(([id, { y }]) => [id, { x: 0, y }]))
    expect(findWire({ from: 'image', to: 'add' }, boxes, straight)).toEqual({
      from: 'right',
      to: 'right'
    })
  })

  it('are found under the pointer', () => {
    const links = [{ from: 'image', to: 're_lu' }]
    const { x, y } = places.get('re_lu') ?? { x: 0, y: 0 }
    expect(findNearestLink({ x, y: y - 5 }, links, boxes, places)).toEqual(links[0])
    expect(findNearestLink({ x: x + 900, y }, links, boxes, places)).toBeNull()
  })
})
