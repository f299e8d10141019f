/** Reads the JSON of a model file. */
import { UserError } from '@shared/contract/define'

/** @throws UserError that names the file when it is no JSON. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${name}: its architecture is not valid JSON: ${(error as Error).message}.`)
  }
}
