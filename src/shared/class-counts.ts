/** How often a network was right, class by class. */
import {
  columnSums,
  confusionAt,
  countConfusion,
  findPredictions,
  rowSums
} from './compare/confusion'
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
  const predictions = findPredictions(probabilities, classNames.length)
  const confusion = countConfusion(labels, predictions, classNames.length)
  const [pictures, answers] = [rowSums(confusion), columnSums(confusion)]
  return classNames.map((name, index) => ({
    name,
    pictures: pictures[index] ?? 0,
    correct: confusionAt(confusion, index, index),
    answers: answers[index] ?? 0
  }))
}
