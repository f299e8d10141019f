/** A split with the same share of each class in both parts: member for member that of scikit-learn's train_test_split. */
import { createNumpyRandom, type NumpyRandom } from './numpy-random'

export interface Split {
  /** Indices of the pictures, in scikit-learn's order. */
  readonly train: Int32Array
  readonly validation: Int32Array
}

/** How many of `count` are set aside: scikit-learn rounds up. */
export function countStratified(count: number, fraction: number): number {
  return Math.ceil(fraction * count)
}

/** Why labels cannot be split so, as a sentence; null when they can. */
export function findStratifiedError(
  labels: Int32Array,
  { fraction }: { fraction: number }
): string | null {
  const counts = groupByClass(labels).map(({ length }) => length)
  const validationCount = countStratified(labels.length, fraction)
  const least = Math.min(validationCount, labels.length - validationCount)
  if (least < counts.length) {
    return `dataset.validation.fraction ${fraction} of ${labels.length} pictures leaves ${least} in one part, too few for ${counts.length} classes. Choose another fraction.`
  }
  if (Math.min(...counts) < 2) {
    return 'A class has a single picture, which cannot be in both parts. Choose the validation split "last-fraction".'
  }
  return null
}

/** train_test_split(indices, test_size=fraction, random_state=seed, stratify=labels). */
export function splitStratified(
  labels: Int32Array,
  { fraction, seed }: { fraction: number; seed: number }
): Split {
  const random = createNumpyRandom(seed)
  const classes = groupByClass(labels)
  const counts = classes.map(({ length }) => length)
  const validationCount = countStratified(labels.length, fraction)
  const trainCounts = shareOut(counts, labels.length - validationCount, random)
  const left = counts.map((count, index) => count - (trainCounts[index] as number))
  const validationCounts = shareOut(left, validationCount, random)

  const parts = classes.map((members, index) => {
    const order = random.permute(members)
    const cut = trainCounts[index] as number
    const end = cut + (validationCounts[index] as number)
    return { train: order.subarray(0, cut), validation: order.subarray(cut, end) }
  })
  const train = random.permute(join(parts.map((part) => part.train)))
  const validation = random.permute(join(parts.map((part) => part.validation)))
  return { train, validation }
}

function join(lists: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0))
  let place = 0
  for (const list of lists) {
    joined.set(list, place)
    place += list.length
  }
  return joined
}

/** The indices of each class, classes in the order of their numbers. */
function groupByClass(labels: Int32Array): Int32Array[] {
  const groups = new Map<number, number[]>()
  labels.forEach((label, index) => {
    const members = groups.get(label)
    if (members) members.push(index)
    else groups.set(label, [index])
  })
  return [...groups].sort(([a], [b]) => a - b).map(([, members]) => Int32Array.from(members))
}

/** How many of each class are drawn: its share rounded down, and one more where the most was lost; ties at random. */
function shareOut(counts: readonly number[], draws: number, random: NumpyRandom): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const exact = counts.map((count) => (count / total) * draws)
  const shares = exact.map(Math.floor)
  const losses = exact.map((value, index) => value - (shares[index] as number))
  let missing = draws - shares.reduce((sum, share) => sum + share, 0)
  for (const loss of [...new Set(losses)].sort((a, b) => b - a)) {
    if (missing === 0) break
    const tied = Int32Array.from(losses.flatMap((one, index) => (one === loss ? [index] : [])))
    const chosen = random.choose(tied, Math.min(tied.length, missing))
    for (const index of chosen) shares[index] = (shares[index] as number) + 1
    missing -= chosen.length
  }
  return shares
}
