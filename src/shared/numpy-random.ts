/** NumPy's RandomState: the numbers that scikit-learn draws for a `random_state`. Only for what must equal theirs. */

const STATE_SIZE = 624
const SHIFT_SIZE = 397

/** NumPy's legacy generator, for a seed of 0 .. 2^32 - 1. @see https://numpy.org/doc/stable/reference/random/legacy.html */
export interface NumpyRandom {
  /** A shuffled copy: RandomState.permutation of an array. */
  permute(values: Int32Array): Int32Array
  /** `count` of the values: RandomState.choice with replace=False. */
  choose(values: Int32Array, count: number): Int32Array
}

export function createNumpyRandom(seed: number): NumpyRandom {
  const nextUint32 = createMersenneTwister(seed)

  /** A whole number in 0 .. most: bits are masked, and drawn anew while they are too large. */
  function nextUpTo(most: number): number {
    const mask = 2 ** (32 - Math.clz32(most)) - 1
    for (;;) {
      const value = (nextUint32() & mask) >>> 0
      if (value <= most) return value
    }
  }

  function permute(values: Int32Array): Int32Array {
    const shuffled = values.slice()
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = nextUpTo(i)
      const swapped = shuffled[i] as number
      shuffled[i] = shuffled[j] as number
      shuffled[j] = swapped
    }
    return shuffled
  }

  return { permute, choose: (values, count) => permute(values).slice(0, count) }
}

/** MT19937 (Matsumoto and Nishimura 1998). */
function createMersenneTwister(seed: number): () => number {
  const state = new Uint32Array(STATE_SIZE)
  state[0] = seed
  for (let i = 1; i < STATE_SIZE; i++) {
    const before = at(state, i - 1)
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i
  }
  let place = STATE_SIZE

  return () => {
    if (place === STATE_SIZE) {
      twist(state)
      place = 0
    }
    return temper(at(state, place++))
  }
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < STATE_SIZE; i++) {
    const mixed = (at(state, i) & 0x80000000) | (at(state, (i + 1) % STATE_SIZE) & 0x7fffffff)
    const odd = mixed & 1 ? 0x9908b0df : 0
    state[i] = at(state, (i + SHIFT_SIZE) % STATE_SIZE) ^ (mixed >>> 1) ^ odd
  }
}

function temper(value: number): number {
  let y = value
  y ^= y >>> 11
  y ^= (y << 7) & 0x9d2c5680
  y ^= (y << 15) & 0xefc60000
  y ^= y >>> 18
  return y >>> 0
}

function at(state: Uint32Array, place: number): number {
  return state[place] as number
}
