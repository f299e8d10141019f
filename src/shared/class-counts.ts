/** How often a network was right, class by class. */
import type { Evaluation } from './evaluation'

export interface ClassCount {
  readonly name: string
  /** Pictures of this class. */
  readonly pictures: number
  /** Those of them that the network took for this class. */
  readonly correct: number
  /** All pictures that it took for this class. */
  readonly answers: number
}

/** The counts of all classes, in their order. */
export function countClasses({
  classNames,
  labels,
  probabilities
}: Pick<Evaluation, 'classNames' | 'labels' | 'probabilities'>): ClassCount[] {
  const counts = classNames.map((name) => ({ name, pictures: 0, correct: 0, answers: 0 }))
  labels.forEach((label, row) => {
    const start = row * classNames.length
    const answer = findLargest(probabilities.subarray(start, start + classNames.length))
    const [own, said] = [counts[label], counts[answer]]
    if (own) own.pictures++
    if (said) said.answers++
    if (own && label === answer) own.correct++
  })
  return counts
}

/** The place of the largest value. */
function findLargest(values: Float32Array): number {
  let place = 0
  for (let index = 1; index < values.length; index++) {
    if ((values[index] as number) > (values[place] as number)) place = index
  }
  return place
}
