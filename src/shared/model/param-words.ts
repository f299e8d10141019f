/** Parameters and their values in words. */
import type { Param } from '../layers/params'
import type { Initializer, Regularizer } from '../layers/params'

/** `kernelSize` is 'Kernel size'. */
export function wordsOfParam(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A value, as short as it can be understood: `3×3`, `same`, `GlorotUniform`. */
export function wordsOfValue(param: Pick<Param<unknown>, 'type'>, value: unknown): string {
  if (value === null || value === undefined) return 'none'
  switch (param.type) {
    case 'boolean':
      return value === true ? 'yes' : 'no'
    case 'sizes':
    case 'shape':
      return (value as readonly number[]).join('×')
    case 'axes':
      return (value as readonly number[]).join(', ')
    case 'edges':
      return (value as readonly (readonly number[])[]).map((pair) => pair.join('+')).join(' × ')
    case 'initializer':
      return wordsOfInitializer(value as Initializer)
    case 'regularizer':
      return wordsOfRegularizer(value as Regularizer)
    case 'number':
      return String(Number((value as number).toPrecision(6)))
    default:
      return String(value as string | number)
  }
}

function wordsOfInitializer({ className, config }: Initializer): string {
  const numbers = Object.entries(config).filter(([, value]) => typeof value === 'number')
  const said = numbers.map(([key, value]) => `${key} ${String(value)}`)
  return said.length > 0 ? `${className} (${said.join(', ')})` : className
}

function wordsOfRegularizer({ l1, l2 }: Regularizer): string {
  const parts = [l1 > 0 && `L1 ${l1}`, l2 > 0 && `L2 ${l2}`].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'none'
}
