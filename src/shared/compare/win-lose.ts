/** The pictures on which two networks part: one gets them right, the other does not. */
import { isRight, type EvaluationDigest } from './digest'

/** How a gallery is sorted. */
export const galleryOrders = {
  winner: 'surest right first',
  loser: 'surest wrong first',
  place: 'as in the data set'
} as const
export type GalleryOrder = keyof typeof galleryOrders

/** The pictures that `winner` gets right and `loser` wrong, as they lie in the evaluation; both are of the same pictures. */
export function findWins(winner: EvaluationDigest, loser: EvaluationDigest): Uint32Array {
  const found: number[] = []
  for (let picture = 0; picture < winner.labels.length; picture++) {
    if (isRight(winner, picture) && !isRight(loser, picture)) found.push(picture)
  }
  return Uint32Array.from(found)
}

/** How many of these pictures are of each class. */
export function countClasses(
  pictures: ArrayLike<number>,
  { labels, classNames }: EvaluationDigest
): number[] {
  const counts = classNames.map(() => 0)
  for (let index = 0; index < pictures.length; index++) {
    const label = labels[pictures[index] ?? -1]
    if (label !== undefined) counts[label] = (counts[label] ?? 0) + 1
  }
  return counts
}

/** Only those of a class (null: all), in the order asked for; equals stay in the order of the data set. */
export function arrangeWins(
  wins: Uint32Array,
  {
    winner,
    loser,
    label,
    order
  }: {
    winner: EvaluationDigest
    loser: EvaluationDigest
    label: number | null
    order: GalleryOrder
  }
): Uint32Array {
  const chosen = wins.filter((picture) => label === null || winner.labels[picture] === label)
  if (order === 'place') return chosen
  const { confidences } = order === 'winner' ? winner : loser
  return chosen.sort((a, b) => (confidences[b] ?? 0) - (confidences[a] ?? 0) || a - b)
}

/** The pictures of a cell of the confusion matrix, those of which the network is surest first. */
export function findCellPictures(
  digest: EvaluationDigest,
  label: number,
  predicted: number
): Uint32Array {
  const found: number[] = []
  for (let picture = 0; picture < digest.labels.length; picture++) {
    if (digest.labels[picture] === label && digest.predictions[picture] === predicted) {
      found.push(picture)
    }
  }
  const { confidences } = digest
  return Uint32Array.from(
    found.sort((a, b) => (confidences[b] ?? 0) - (confidences[a] ?? 0) || a - b)
  )
}
