/** What tables, matrices and galleries need of an evaluation: small enough to hold for every compared run. */
import type { EvaluatedPart, Evaluation, EvaluationMoment } from '../evaluation'
import { countConfusion, countRight, findPredictions, type Confusion } from './confusion'
import type { PairedCounts } from './noise'

export interface EvaluationDigest {
  readonly runId: string
  readonly part: EvaluatedPart
  readonly moment: EvaluationMoment
  readonly epoch: number
  readonly datasetId: string
  readonly picturesId: string
  readonly classNames: readonly string[]
  /** One value a picture. */
  readonly labels: Uint32Array
  readonly places: Uint32Array
  readonly predictions: Uint16Array
  /** The probability of the predicted class, and of the true one. */
  readonly confidences: Float32Array
  readonly truths: Float32Array
  readonly confusion: Confusion
  readonly right: number
}

export function digestEvaluation(evaluation: Evaluation): EvaluationDigest {
  const { probabilities, labels, classNames } = evaluation
  const classCount = classNames.length
  const predictions = findPredictions(probabilities, classCount)
  const confusion = countConfusion(labels, predictions, classCount)
  const probabilityOf = (classes: ArrayLike<number>): Float32Array =>
    Float32Array.from(labels, (_, picture) => {
      return probabilities[picture * classCount + (classes[picture] ?? 0)] ?? NaN
    })
  return {
    runId: evaluation.runId,
    part: evaluation.part,
    moment: evaluation.moment,
    epoch: evaluation.epoch,
    datasetId: evaluation.datasetId,
    picturesId: evaluation.picturesId,
    classNames,
    labels,
    places: evaluation.places,
    predictions,
    confidences: probabilityOf(predictions),
    truths: probabilityOf(labels),
    confusion,
    right: countRight(confusion)
  }
}

/** Whether both are of the same pictures in the same order: only then they can be paired. */
export function areSamePictures(first: EvaluationDigest, second: EvaluationDigest): boolean {
  return first.datasetId === second.datasetId && first.picturesId === second.picturesId
}

export function isRight({ labels, predictions }: EvaluationDigest, picture: number): boolean {
  return labels[picture] === predictions[picture]
}

/** How many pictures both, one or none of the two get right. */
export function pairEvaluations(first: EvaluationDigest, second: EvaluationDigest): PairedCounts {
  let [bothRight, onlyFirst, onlySecond] = [0, 0, 0]
  for (let picture = 0; picture < first.labels.length; picture++) {
    const [one, other] = [isRight(first, picture), isRight(second, picture)]
    if (one && other) bothRight++
    else if (one) onlyFirst++
    else if (other) onlySecond++
  }
  const bothWrong = first.labels.length - bothRight - onlyFirst - onlySecond
  return { bothRight, onlyFirst, onlySecond, bothWrong }
}
