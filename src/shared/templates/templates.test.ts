import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyzeModel, findFindings, parseModel, toModelDocument } from '../model'
import { templates, type TemplatePurpose } from './index'

interface Reference {
  readonly id: string
  readonly inputShape: TemplatePurpose['inputShape']
  readonly layers: readonly {
    readonly kind: string
    readonly outputShape: number[]
    readonly parameters: number
  }[]
  readonly parameters: number
  readonly trainable: number
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/keras-templates.json', import.meta.url), 'utf8')
) as { writtenBy: string; cases: Reference[] }

describe(`templates, against ${fixture.writtenBy}`, () => {
  it.each(fixture.cases.map((one) => [`${one.id} for ${one.inputShape.join('x')}`, one] as const))(
    '%s has the layers, shapes and counts of Keras',
    (_name, { id, inputShape, ...reference }) => {
      const template = templates.find((one) => one.id === id)
      const graph = template?.build({ inputShape, classCount: 10 })
      const analysis = graph && analyzeModel(graph)
      expect(
        analysis?.layers.map(({ layer, outputShape, ...one }) => ({
          kind: layer.kind,
          outputShape,
          parameters: one.trainableParameters + one.nonTrainableParameters
        }))
      ).toEqual(reference.layers)
      expect(analysis?.parameters).toBe(reference.parameters)
      expect(analysis?.trainableParameters).toBe(reference.trainable)
    }
  )

  it('every template is compared', () => {
    expect(new Set(fixture.cases.map(({ id }) => id))).toEqual(
      new Set(templates.map(({ id }) => id))
    )
  })
})

describe.each(templates.map((one) => [one.label, one] as const))('%s', (_label, template) => {
  it.each([
    [32, 32, 3],
    [28, 28, 1],
    [64, 48, 3]
  ] as const)('is right for pictures of %i by %i, %i channels', (...inputShape) => {
    if (template.smallestPicture > Math.min(inputShape[0], inputShape[1])) return
    const graph = template.build({ inputShape, classCount: 7 })
    const purpose = { imageShape: inputShape, classCount: 7, head: 'softmax' } as const
    const found = findFindings(graph, purpose).filter(({ severity }) => severity === 'error')
    expect(found.map(({ topic }) => topic)).toEqual(template.id === 'blank' ? ['end-shape'] : [])
    expect(parseModel(toModelDocument(graph))).toEqual(graph)
  })

  it('fits the smallest pictures that it says', () => {
    const size = template.smallestPicture
    const inputShape = [size, size, 3] as const
    expect(analyzeModel(template.build({ inputShape, classCount: 3 })).errors).toEqual([])
  })
})
