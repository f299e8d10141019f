/** Draws pictures of a part at random, each at most once, by seed. */
import type { RandomStream } from '@shared/random'

/** Fewer when there are not so many. `label` names the only class to draw from; null draws from all. */
export function drawIndices(
  labels: ArrayLike<number>,
  { count, label, random }: { count: number; label: number | null; random: RandomStream }
): number[] {
  const places = Array.from({ length: labels.length }, (_, index) => index)
  const pool = label === null ? places : places.filter((index) => labels[index] === label)
  const most = Math.min(count, pool.length)
  // The beginning of a Fisher-Yates shuffle.
  for (let place = 0; place < most; place++) {
    const other = place + random.nextBelow(pool.length - place)
    const taken = pool[other] as number
    pool[other] = pool[place] as number
    pool[place] = taken
  }
  return pool.slice(0, most)
}
