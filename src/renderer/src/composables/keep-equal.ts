/** For computed values that are watched: the same list while it holds the same, for records of runs come anew every second. */

export function keepEqual<List extends Uint32Array | readonly object[]>(
  before: List | undefined,
  next: List
): List {
  if (before?.length !== next.length) return next
  for (let index = 0; index < next.length; index++) if (before[index] !== next[index]) return next
  return before
}
