/** The experiment that the tests train: small enough for a step in milliseconds, on real digits. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const digitsFile = resolve('e2e/data/digits.json')

interface DigitsDocument {
  name: string
  augmentation?: Record<string, unknown>
  training: { epochs: number }
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
  ...values
}: Partial<Omit<DigitsDocument, 'training'>> & { epochs?: number }): string {
  const document = JSON.parse(readFileSync(digitsFile, 'utf8')) as DigitsDocument
  return JSON.stringify({
    ...document,
    ...values,
    training: { ...document.training, epochs }
  })
}
