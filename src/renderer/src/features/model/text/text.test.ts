import { CompletionContext } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { createExperiment } from '../../../fixtures/test-app'
import { completeExperiment } from './completions'
import { diagnose } from './diagnose'
import { formatJson } from './format-json'
import { findRange } from './json-path'

/** A state of the text, with the cursor at `|`. */
function stateOf(text: string): { state: EditorState; position: number } {
  const position = Math.max(0, text.indexOf('|'))
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [json()] })
  return { state, position }
}

function complete(text: string): string[] {
  const { state, position } = stateOf(text)
  const result = completeExperiment(new CompletionContext(state, position, true))
  return result?.options.map(({ label }) => label) ?? []
}

const layer = (config: string): string =>
  `{"model": {"config": {"layers": [{"class_name": "Conv2D", "config": ${config}}]}}}`

describe('completion', () => {
  it('of keys of the document', () => {
    expect(complete('{|}')).toEqual(
      expect.arrayContaining(['"version"', '"dataset"', '"training"'])
    )
    expect(complete('{"version": 1, |}')).not.toContain('"version"')
    expect(complete('{"training": {|}}')).toEqual(expect.arrayContaining(['"batchSize"', '"loss"']))
  })

  it('of values that the schema lists', () => {
    expect(complete('{"training": {"loss": "|"}}')).toContain('"categorical_crossentropy"')
    expect(complete('{"dataset": {"validation": {"kind": "|"}}}')).toEqual([
      '"none"',
      '"last-fraction"',
      '"stratified"',
      '"k-fold"'
    ])
    expect(complete('{"training": {"shuffle": |}}')).toEqual(['true', 'false'])
  })

  it('of layer kinds, their parameters and the values of those', () => {
    expect(complete('{"model": {"config": {"layers": [{"class_name": "|"}]}}}')).toContain(
      '"Conv2D"'
    )
    expect(complete(layer('{|}'))).toEqual(expect.arrayContaining(['"filters"', '"kernel_size"']))
    expect(complete(layer('{"padding": "|"}'))).toEqual(['"valid"', '"same"'])
    expect(complete(layer('{"padding": "s|"}'))).toEqual(['"same"'])
    expect(complete(layer('{"use_bias": |}'))).toEqual(['true', 'false'])
    expect(complete(layer('{"activation": "|"}'))).toContain('"gelu"')
  })
})

describe('what is wrong', () => {
  const experiment = createExperiment()
  const check = (text: string) => {
    const state = EditorState.create({ doc: text, extensions: [json()] })
    const { diagnostics, experiment: found } = diagnose(state, () => [])
    return {
      isExperiment: found !== null,
      said: diagnostics.map(({ from, to, message }) => [state.sliceDoc(from, to), message])
    }
  }

  it('is nothing with an experiment', () => {
    expect(check(formatJson(experiment))).toEqual({ isExperiment: true, said: [] })
  })

  it.each([
    [{ ...experiment, version: 3 }, '3', 'Expected 1.'],
    [{ ...experiment, extra: 1 }, null, 'extra: not a known key.'],
    [
      { ...experiment, training: { ...experiment.training, epochs: 0 } },
      '0',
      'Expected at least 1.'
    ]
  ])('stands at its place (%#)', (document, place, message) => {
    const { isExperiment, said } = check(formatJson(document))
    expect(isExperiment).toBe(false)
    expect(said[0]?.[1]).toBe(message)
    if (place !== null) expect(said[0]?.[0]).toBe(place)
  })

  it('with a layer stands at the layer', () => {
    const text = formatJson(experiment).replace('"Flatten"', '"Flat"')
    const { said } = check(text)
    expect(said[0]?.[0]).toBe('"flatten"')
    expect(said[0]?.[1]).toMatch(/of the kind "Flat", which is not known/)
  })

  it('with a text that is no JSON stands where it breaks', () => {
    expect(check('{"a": 1,, }').said[0]?.[1]).toMatch(/^Not JSON: /)
    expect(check('').isExperiment).toBe(false)
  })
})

it('a path finds its value, or the nearest that there is', () => {
  const { state } = stateOf('{"a": [1, {"b": "x"}]}')
  const text = (path: (string | number)[]): string => {
    const { from, to } = findRange(state, path)
    return state.sliceDoc(from, to)
  }
  expect(text(['a', 1, 'b'])).toBe('"x"')
  expect(text(['a', 1, 'none'])).toBe('{"b": "x"}')
})

it('lists of plain values stand on one line', () => {
  expect(formatJson({ a: [1, [2, null]], b: {}, c: [], d: [{ e: 'f' }] })).toBe(
    '{\n  "a": [1, [2, null]],\n  "b": {},\n  "c": [],\n  "d": [\n    {\n      "e": "f"\n    }\n  ]\n}'
  )
})
