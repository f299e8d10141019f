/** For computed values that are watched: the same array while its numbers are the same. */

export function keepEqual(before: Uint32Array | undefined, next: Uint32Array): Uint32Array {
  return before?.length === next.length && next.every((value, index) => value === before[index])
    ? before
    : next
}
