/** The one source of randomness: every stream is a pure function of its seed and its name. */

/** A stream of pseudo-random numbers; the same seed and name give the same numbers on every machine. */
export interface RandomStream {
  /** The next whole number in 0 .. 2^32 - 1. */
  nextUint32(): number
  /** The next number in [0, 1). */
  nextFloat(): number
  /** The next whole number in 0 .. limit - 1, without modulo bias worth naming below 2^32. */
  nextBelow(limit: number): number
}

/**
 * Creates the stream named `name` of `seed`. Streams with different names are independent, so that adding a
 * consumer of randomness never changes the numbers that another one sees.
 *
 * The generator is sfc32 (Chris Doty-Humphrey's PractRand), seeded through a 32-bit FNV-1a hash.
 */
export function createRandomStream(seed: number, name: string): RandomStream {
  let a = hash32(`a:${seed}:${name}`)
  let b = hash32(`b:${seed}:${name}`)
  let c = hash32(`c:${seed}:${name}`)
  let counter = 1

  function nextUint32(): number {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    c |= 0
    return result >>> 0
  }

  // The first outputs still resemble the seed; PractRand's author discards twelve.
  for (let i = 0; i < 12; i++) nextUint32()

  const nextFloat = (): number => nextUint32() / 4294967296
  return { nextUint32, nextFloat, nextBelow: (limit) => Math.floor(nextFloat() * limit) }
}

/** Hashes text to a whole number in 0 .. 2^32 - 1 (FNV-1a). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** Returns 0 .. count - 1 in the order of the stream (Fisher-Yates). */
export function computePermutation(count: number, stream: RandomStream): Int32Array {
  const order = new Int32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  for (let i = count - 1; i > 0; i--) {
    const j = stream.nextBelow(i + 1)
    const swapped = order[i] as number
    order[i] = order[j] as number
    order[j] = swapped
  }
  return order
}
