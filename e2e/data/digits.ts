/** The experiment that the tests train: small enough for a step in milliseconds, on real digits. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const digitsFile = resolve('e2e/data/digits.json')

interface DigitsDocument {
  name: string
  augmentation?: Record<string, unknown>
  model: { config: { layers: Layer[] } }
  training: { epochs: number; optimizer: object }
}

interface Layer {
  class_name: string
  name: string
  config: { activation?: string; [key: string]: unknown }
  inbound_nodes: unknown[]
}

/** The text of the experiment with so many filters that TensorFlow is busy for many seconds a step. */
export function slowDigits({ filters = 512, batchSize = 64 } = {}): string {
  const document = JSON.parse(readFileSync(digitsFile, 'utf8')) as {
    model: { config: { layers: { class_name: string; config: Record<string, unknown> }[] } }
    training: Record<string, unknown>
  }
  for (const { class_name: kind, config } of document.model.config.layers) {
    if (kind === 'Conv2D') Object.assign(config, { filters, strides: [1, 1], padding: 'same' })
  }
  return JSON.stringify({ ...document, training: { ...document.training, batchSize } })
}

/** The text of the experiment with other values. */
export function digitsWith({
  epochs = 40,
  dropoutRate,
  isLinear = false,
  optimizer,
  ...values
}: Partial<Omit<DigitsDocument, 'training' | 'model'>> & {
  epochs?: number
  /** Puts a Dropout named `drop` before the last layer. */
  dropoutRate?: number
  /** Takes the ReLUs away: without them, a large learning rate leads to infinity instead of dead units. */
  isLinear?: boolean
  optimizer?: { kind: string; learningRate: number }
}): string {
  const document = JSON.parse(readFileSync(digitsFile, 'utf8')) as DigitsDocument
  if (dropoutRate !== undefined) addDropout(document.model.config.layers, dropoutRate)
  if (isLinear) {
    for (const { config } of document.model.config.layers) {
      if (config.activation === 'relu') config.activation = 'linear'
    }
  }
  return JSON.stringify({
    ...document,
    ...values,
    training: { ...document.training, ...(optimizer && { optimizer }), epochs }
  })
}

function addDropout(layers: Layer[], rate: number): void {
  const last = layers.pop()
  if (!last) throw new Error('The digits experiment has no layers.')
  layers.push(
    {
      class_name: 'Dropout',
      name: 'drop',
      config: { name: 'drop', rate },
      inbound_nodes: last.inbound_nodes
    },
    { ...last, inbound_nodes: [[['drop', 0, 0, {}]]] }
  )
}
