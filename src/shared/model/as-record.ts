import { UserError } from '../contract/define'

/** What must be an object of JSON. @throws UserError that names the place. */
export function asRecord(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new UserError(`${place} is ${JSON.stringify(value)}, expected an object.`)
}
