/** A penalty on the size of weights, added to the loss. */
import { comparable, expected, readField, type Param } from './param'

/** l1 times the sum of |w| plus l2 times the sum of w squared. */
export interface Regularizer {
  readonly l1: number
  readonly l2: number
}

/** Keras' L1, L2 and L1L2, or null for no penalty; always written as L1L2, which Keras and tfjs both read. */
export function regularizer(options: { help: string }): Param<Regularizer | null> {
  return {
    type: 'regularizer',
    help: options.help,
    choices: Object.keys(regularizerFactors),
    default: null,
    read(value) {
      const className = readField(value, 'class_name')
      const config = readField(value, 'config')
      const factors = regularizerFactors[comparable(className)]
      if (!factors) throw expected('a regularizer: L1, L2 or L1L2 with its config', value)
      const read = (key: 'l1' | 'l2') =>
        factors.includes(key) ? readFactor(readField(config, key), `${key} in its config`) : 0
      return { l1: read('l1'), l2: read('l2') }
    },
    write: (value) => value && { class_name: 'L1L2', config: { l1: value.l1, l2: value.l2 } }
  }
}

/** Which numbers each class of Keras has, by its name in small letters. */
const regularizerFactors: Readonly<Record<string, readonly ('l1' | 'l2')[]>> = {
  l1: ['l1'],
  l2: ['l2'],
  l1l2: ['l1', 'l2']
}

function readFactor(value: unknown, what: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1000) return value
  throw expected(`${what}: a number from 0 to 1000`, value)
}
