/** Closes a switch over a union: a forgotten case is a compile error here, and a clear one at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
