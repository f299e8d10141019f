/** Whether one network is better than another, or the difference may be noise: decided once, and said in one sentence. */
import type { EvaluatedPart } from '../evaluation'
import { formatCount } from '../format'
import { areSamePictures, pairEvaluations, type EvaluationDigest } from './digest'
import {
  computeDifference,
  countPictures,
  pairedDifferenceInterval,
  testMcNemar,
  type Interval,
  type McNemarResult,
  type PairedCounts
} from './noise'

/** Above this chance of a coincidence, a difference may be noise. */
export const SIGNIFICANCE = 0.05

export interface PairVerdict {
  readonly kind: 'better' | 'worse' | 'noise' | 'same'
  readonly part: EvaluatedPart
  readonly counts: PairedCounts
  /** Of the accuracies, the second minus the first. */
  readonly difference: number
  readonly interval: Interval
  readonly test: McNemarResult
}

export type Verdict =
  | PairVerdict
  /** Of other pictures, or of other classes: no picture of one belongs to a picture of the other. */
  | {
      readonly kind: 'not-comparable'
      readonly part: EvaluatedPart
      readonly why: 'dataset' | 'pictures'
    }

/** How the second network does beside the first. */
export function judgePair(first: EvaluationDigest, second: EvaluationDigest): Verdict {
  const { part } = second
  if (first.datasetId !== second.datasetId) return { kind: 'not-comparable', part, why: 'dataset' }
  if (!areSamePictures(first, second)) return { kind: 'not-comparable', part, why: 'pictures' }
  const counts = pairEvaluations(first, second)
  return { part, ...judgeCounts(counts) }
}

/** The verdict that follows from the counts alone. */
export function judgeCounts(counts: PairedCounts): Omit<PairVerdict, 'part'> {
  const difference = computeDifference(counts)
  const test = testMcNemar(counts)
  const isSure = test.pValue < SIGNIFICANCE
  const isSame = counts.onlyFirst + counts.onlySecond === 0
  const kind = isSame ? 'same' : !isSure ? 'noise' : difference > 0 ? 'better' : 'worse'
  return { kind, counts, difference, interval: pairedDifferenceInterval(counts), test }
}

/** A piece of the sentence: what it is decides how a page draws it. */
export interface VerdictPiece {
  readonly kind: 'first' | 'second' | 'strong' | 'plain' | 'aside'
  readonly text: string
}

/** What the sentence says of the runs beside their scores. */
export interface VerdictNames {
  readonly first: string
  readonly second: string
  /** Runs of the same experiment, which differ in the seed only, this one included. */
  readonly firstSeeds: number
  readonly secondSeeds: number
}

/** The sentence in pieces. */
export function composeVerdict(verdict: Verdict, names: VerdictNames): VerdictPiece[] {
  const first = { kind: 'first', text: names.first } as const
  const second = { kind: 'second', text: names.second } as const
  if (verdict.kind === 'not-comparable') {
    return [first, plain(' and '), second, plain(` ${reasons[verdict.why]}`)]
  }
  const { kind, difference, counts, part } = verdict
  const pictures = `the same ${formatCount(countPictures(counts))} ${part} pictures`
  if (kind === 'same') {
    return [second, plain(' gets the same pictures right as '), first, plain(`, of ${pictures}.`)]
  }
  const size = { kind: 'strong', text: `${formatPoints(Math.abs(difference))} points` } as const
  const aside = { kind: 'aside', text: ` (${describeEvidence(verdict, names)})` } as const
  if (kind !== 'noise') {
    const end = [plain(' by '), size, plain(` on ${pictures}`), aside, plain('.')]
    return [second, plain(` is ${kind} than `), first, ...end]
  }
  const pair = [plain(' between '), second, plain(' and '), first, plain(` on ${pictures} `)]
  const noise = { kind: 'strong', text: 'may be noise' } as const
  return [plain('The difference of '), size, ...pair, noise, aside, plain('.')]
}

/** The sentence as text, for a report or a terminal. */
export function describeVerdict(verdict: Verdict, names: VerdictNames): string {
  return composeVerdict(verdict, names)
    .map(({ text }) => text)
    .join('')
}

const reasons = {
  dataset: 'were evaluated on different data sets: their accuracies are not comparable so.',
  pictures:
    'were evaluated on different pictures: their accuracies are not comparable picture by picture.'
} as const

function plain(text: string): VerdictPiece {
  return { kind: 'plain', text }
}

function describeEvidence({ interval, test }: PairVerdict, names: VerdictNames): string {
  const { low, high } = interval
  return [
    `95 % interval ${formatPoints(low)} to ${formatPoints(high)}`,
    `McNemar ${formatPValue(test.pValue)}`,
    describeSeeds(names)
  ].join(', ')
}

function describeSeeds({ firstSeeds, secondSeeds }: VerdictNames): string {
  if (firstSeeds === 1 && secondSeeds === 1) return 'one seed each'
  const [second, first] = [secondSeeds, firstSeeds].map((count) =>
    count === 1 ? 'the only seed' : `one of ${count} seeds`
  )
  return second === first ? `${second ?? ''} each` : `${second ?? ''} against ${first ?? ''}`
}

/** `2.1`: a share as points of a hundred; small ones with two digits. */
export function formatPoints(share: number): string {
  const points = share * 100
  const digits = points !== 0 && Math.abs(points) < 0.095 ? 2 : 1
  const text = Math.abs(points).toFixed(digits)
  return points < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** `p < 0.001`, `p = 0.413`. */
export function formatPValue(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`
}
