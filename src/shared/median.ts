/** The middle of some values; of an even number the upper one of the two, of none 0. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}
