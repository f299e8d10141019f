/** Values of parameters as they are typed: `3×3`, `0.25`, `-1`, `1, 2`. */
import { ParamError, type Param } from '@shared/layers/params'
import { wordsOfValue } from '@shared/model'

/** What stands in the field. */
export function writeParamText(param: Pick<Param<unknown>, 'type'>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (param.type === 'sizes' || param.type === 'shape') {
    return (value as readonly number[]).join(' × ')
  }
  if (param.type === 'edges') {
    const [[top, bottom], [left, right]] = value as readonly [
      readonly [number, number],
      readonly [number, number]
    ]
    return [top, bottom, left, right].join(', ')
  }
  return wordsOfValue(param, value)
}

/** Reads what was typed. @throws ParamError that says what was expected. */
export function readParamText(param: Param<unknown>, text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return readEmpty(param)
  switch (param.type) {
    case 'integer':
    case 'number':
    case 'axis':
      return param.read(readNumber(trimmed))
    case 'sizes': {
      const numbers = readNumbers(trimmed)
      return param.read(numbers.length === 1 ? numbers[0] : numbers)
    }
    case 'shape': {
      const sizes = readNumbers(trimmed)
      return param.read(param.kerasName === 'batch_shape' ? [null, ...sizes] : sizes)
    }
    case 'axes':
      return param.read(readNumbers(trimmed))
    case 'edges':
      return param.read(readEdges(readNumbers(trimmed)))
    default:
      return param.read(trimmed)
  }
}

function readEmpty(param: Param<unknown>): unknown {
  if (param.default === null) return null
  throw new ParamError('expected a value, received nothing')
}

function readNumber(text: string): number {
  const value = Number(text.replace(',', '.'))
  if (Number.isFinite(value)) return value
  throw new ParamError(`expected a number, received "${text}"`)
}

/** Numbers with anything between them: `3x3`, `3 × 3`, `3, 3`. */
function readNumbers(text: string): number[] {
  const numbers = text.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? []
  const rest = text.replace(/-?\d+(\.\d+)?|[\s,×x*[\]()+;]/g, '')
  if (numbers.length > 0 && rest === '') return numbers
  throw new ParamError(`expected numbers such as "3" or "3 × 3", received "${text}"`)
}

/** One number for all edges, two for rows and columns, or four: top, bottom, left, right. */
function readEdges(numbers: readonly number[]): unknown {
  const [a, b, c, d] = numbers
  if (numbers.length === 1) return a
  if (numbers.length === 2) return [a, b]
  if (numbers.length === 4) {
    return [
      [a, b],
      [c, d]
    ]
  }
  throw new ParamError('expected one number, two, or four: top, bottom, left, right')
}
