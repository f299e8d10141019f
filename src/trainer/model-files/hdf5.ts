/** Opens HDF5 files, Keras' older form of models and its newer one of weights, with the HDF Group's own library. */
import type * as h5wasm from 'h5wasm/node'
import { UserError } from '@shared/contract/define'
import type { FileTensor } from './found-file'

/** h5wasm is an ES module, and comes when it is needed. */
type Library = typeof h5wasm
type Entity = ReturnType<InstanceType<Library['File']>['get']>

export interface Hdf5File {
  /** The text of an attribute of a group; null when there is none. */
  readText(path: string, attribute: string): string | null
  /** The texts of an attribute that is a list of them; empty when there is none. */
  readTexts(path: string, attribute: string): readonly string[]
  /** Names of what is directly in a group; empty when there is no such group. */
  listNames(path: string): readonly string[]
  /** @throws UserError when it is no tensor of numbers. */
  readTensor(path: string): FileTensor
}

/** Opens a file, reads from it, and closes it. @throws UserError when it is damaged. */
export async function withHdf5<T>(
  path: string,
  name: string,
  read: (file: Hdf5File) => T
): Promise<T> {
  const library = await import('h5wasm/node')
  const { activate_throwing_error_handler: beQuiet } = await library.ready
  // What is wrong comes as an error, not as pages of text.
  beQuiet()
  let file: InstanceType<Library['File']> | null = null
  try {
    file = new library.File(path, 'r')
    return read(createReader(file, library))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      `${name} cannot be read: it is damaged, or no HDF5 file (${(error as Error).message}). Save it anew.`
    )
  } finally {
    try {
      file?.close()
    } catch {
      // A damaged file may not even close; the process of this look ends soon.
    }
  }
}

const MOST_VALUES = 500_000_000

function createReader(file: InstanceType<Library['File']>, { Dataset, Group }: Library): Hdf5File {
  const find = (path: string): Entity => (path === '/' ? file : file.get(path))

  function readAttribute(path: string, attribute: string): unknown {
    const entity = find(path)
    if (!(entity instanceof Group || entity instanceof Dataset)) return undefined
    return entity.attrs[attribute]?.value
  }

  return {
    readText(path, attribute) {
      const value = readAttribute(path, attribute)
      return typeof value === 'string' ? value : null
    },
    readTexts(path, attribute) {
      const value = readAttribute(path, attribute)
      return Array.isArray(value)
        ? value.filter((one): one is string => typeof one === 'string')
        : []
    },
    listNames(path) {
      const entity = find(path)
      return entity instanceof Group ? entity.keys() : []
    },
    readTensor(path) {
      const entity = find(path)
      if (!(entity instanceof Dataset)) throw new UserError(`${path} is no tensor.`)
      const shape = entity.shape ?? []
      const count = shape.reduce((product, size) => product * size, 1)
      if (count > MOST_VALUES) throw new UserError(`${path} has ${count} values: too many.`)
      const { value } = entity
      if (typeof value === 'number') return { shape, values: Float32Array.of(value) }
      if (
        !ArrayBuffer.isView(value) ||
        value instanceof DataView ||
        value instanceof BigInt64Array ||
        value instanceof BigUint64Array
      ) {
        throw new UserError(`${path} holds no numbers.`)
      }
      const values = Float32Array.from(value as unknown as ArrayLike<number>)
      if (values.length !== count) throw new UserError(`${path} is damaged.`)
      return { shape, values }
    }
  }
}
