/** Chooses the pictures that a network is asked about: seeded, and of every class in turn. */
import { computePermutation, createRandomStream } from '@shared/random'

/**
 * The indices of `count` pictures: one of each class in the order of the classes, then a second of each, as far as there
 * are any. A strip of ten pictures thus shows each of ten classes once.
 */
export function chooseSamples(
  labels: ArrayLike<number>,
  { count, seed }: { count: number; seed: number }
): Int32Array {
  const order = computePermutation(labels.length, createRandomStream(seed, 'sample-predictions'))
  const seen = new Map<number, number>()
  const ranked = Array.from(order, (index) => {
    const label = labels[index] as number
    const round = seen.get(label) ?? 0
    seen.set(label, round + 1)
    return { index, label, round }
  })
  ranked.sort((a, b) => a.round - b.round || a.label - b.label)
  return Int32Array.from(ranked.slice(0, count), ({ index }) => index)
}
