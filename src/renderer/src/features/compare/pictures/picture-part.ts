/** Where the pictures of an evaluation lie in their data set, and how a picture of it is said. */
import type { EvaluationDigest } from '@shared/compare/digest'
import type { DatasetCard } from '@shared/dataset'
import type { DataPartName } from '@shared/pictures'

/** What stands under a picture of a gallery in two lines, and what is said of it. */
export interface PictureWords {
  readonly caption: string
  readonly note: string
  readonly label: string
}

/** A validation split lies in the training part, unless the set brings a validation part of its own. */
export function findPicturePart(
  { part }: Pick<EvaluationDigest, 'part'>,
  card: Pick<DatasetCard, 'validationCount'> | null
): DataPartName {
  if (part === 'test') return 'test'
  return (card?.validationCount ?? 0) > 0 ? 'validation' : 'train'
}

/** The name of the true class of a picture. */
export function nameTruth({ classNames, labels }: EvaluationDigest, picture: number): string {
  const label = labels[picture] ?? -1
  return classNames[label] ?? String(label)
}

/** The name of the class that the network takes a picture for. */
export function nameAnswer({ classNames, predictions }: EvaluationDigest, picture: number): string {
  const predicted = predictions[picture] ?? -1
  return classNames[predicted] ?? String(predicted)
}

/** `Picture 17, truck. cifar-cnn: automobile 0.71. + batch norm: truck 0.93.` */
export function describePicture(
  picture: number,
  answers: readonly { readonly name: string; readonly digest: EvaluationDigest }[]
): string {
  const [first] = answers
  if (!first) return ''
  const place = first.digest.places[picture] ?? picture
  const said = answers.map(({ name, digest }) => {
    const sure = (digest.confidences[picture] ?? NaN).toFixed(2)
    return `${name}: ${nameAnswer(digest, picture)} ${sure}.`
  })
  return [`Picture ${place}, ${nameTruth(first.digest, picture)}.`, ...said].join(' ')
}
