/** From an experiment to Keras' JSON, through the real Keras into its archive, and back: the same model. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyzeModel, parseModel, toKerasJson, type ModelGraph } from '@shared/model'
import { templates } from '@shared/templates'
import { readModelFile } from './read-model-file'

const python = process.env.RECEPTIVE_KERAS_PYTHON ?? ''
const folder = mkdtempSync(join(tmpdir(), 'receptive-round-trip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** VGG16 takes a minute to save and says nothing more. */
const models = templates
  .filter(({ id }) => !/^(blank|lecture-[56])$/.test(id))
  .map(({ id, build }) => ({ id, graph: build({ inputShape: [32, 32, 3], classCount: 10 }) }))

/** Keras writes the strides of a pooling also where they were left to the pool: the same in more words. */
function spellOut(graph: ModelGraph): ModelGraph {
  return {
    ...graph,
    layers: graph.layers.map((layer) => {
      const { strides, poolSize } = layer.params
      return poolSize === undefined || strides !== null
        ? layer
        : { ...layer, params: { ...layer.params, strides: poolSize } }
    })
  }
}

describe('through Keras and back', () => {
  beforeAll(() => {
    for (const { id, graph } of models) {
      writeFileSync(join(folder, `${id}.json`), JSON.stringify(toKerasJson(graph)))
    }
    execFileSync(python, [resolve('scripts/keras/round_trip.py'), folder], { stdio: 'pipe' })
  }, 180_000)

  it.each(models.map((one) => [one.id, one] as const))(
    '%s is the same model',
    async (id, { graph }) => {
      expect(parseModel(toKerasJson(graph))).toEqual(graph)
      expect(Number(readFileSync(join(folder, `${id}.txt`), 'utf8'))).toBe(
        analyzeModel(graph).parameters
      )
      const file = await readModelFile({
        path: join(folder, `${id}.keras`),
        weightsFolder: join(folder, 'weights')
      })
      if (file.kind !== 'model' || !file.found.model) throw new Error('no model')
      expect(file.found.problems).toEqual([])
      expect(spellOut(parseModel(file.found.model))).toEqual(spellOut(graph))
      expect(file.found.weights?.reason).toBeNull()
    }
  )
})
