/** The classes of one answer of a network: all in their order where there are few, else the most probable ones and the true one. */

export interface RankedClass {
  readonly index: number
  readonly name: string
  readonly text: string
  /** Of its bar. */
  readonly width: string
  readonly isTrue: boolean
}

export function rankAnswers(
  probabilities: ArrayLike<number>,
  { label, classNames, most }: { label: number; classNames: readonly string[]; most: number }
): RankedClass[] {
  return chooseClasses(probabilities, label, most).map((index) => {
    const probability = probabilities[index] ?? NaN
    return {
      index,
      name: classNames[index] ?? String(index),
      text: probability.toFixed(3),
      width: `${Number.isFinite(probability) ? probability * 100 : 0}%`,
      isTrue: index === label
    }
  })
}

function chooseClasses(probabilities: ArrayLike<number>, label: number, most: number): number[] {
  const all = Array.from(probabilities, (_, index) => index)
  if (all.length <= most) return all
  const sorted = all.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))
  const first = sorted.slice(0, most)
  return first.includes(label) ? first : [...first.slice(0, -1), label]
}
