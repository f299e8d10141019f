import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperimentText } from './experiment'
import summaries from './fixtures/keras-summaries.json'
import { analyzeModel, parseModel } from './model'
import { formatSummary, summarizeModel } from './summary'

describe(`the summary, against ${summaries.writtenBy}`, () => {
  it.each(Object.keys(summaries.models))('%s reads as Keras prints it', (name) => {
    const file = resolve(`resources/experiments/${name}.json`)
    const { model } = parseExperimentText(readFileSync(file, 'utf8'), name)
    const graph = parseModel(model)
    const ours = formatSummary(summarizeModel(graph.name, analyzeModel(graph)))
    const { summary } = summaries.models[name as keyof typeof summaries.models]
    expect(words(ours)).toEqual(words(summary))
  })
})

/** The text without the spaces and lines that a terminal's width decides. */
function words(text: string): string[] {
  return text
    .replaceAll(/[━┳┓┃┡╇┩│├─┼┤└┴┘┏]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
}
