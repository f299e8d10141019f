/** Which settings the scores of some runs depend on, as far as so few runs can say, and where they say nothing. */
import { computePermutation, createRandomStream } from '../random'
import type { ConfigValue } from '../run-facts'
import { isSameValue, wordsOfConfigValue } from './config-difference'
import { measureForestImportance } from './random-forest'
import { computeGroupEffect, correlate, rankValues } from './ranks'

/** Of fewer runs, the strongest rank correlation is chance more often than not. */
export const LEAST_RUNS = 8
/** Of fewer runs, a tree has too few rows that it has not seen. */
export const LEAST_RUNS_OF_FOREST = 20

const SHUFFLES = 1000
const TREES = 100
const SEED = 1

export interface SettingColumn {
  readonly key: string
  readonly label: string
  /** One a run; undefined where it has no such key. */
  readonly values: readonly (ConfigValue | undefined)[]
}

export interface SettingImportance {
  readonly key: string
  readonly label: string
  /** Settings that changed in the same runs: what is said of one is said of all. */
  readonly twins: readonly string[]
  readonly isNumber: boolean
  /** 0 to 1: the absolute rank correlation, or for words the square root of the share of the ranks' variance. */
  readonly strength: number
  /** Whether the score rises or falls with the number; null for words. */
  readonly direction: 'rises' | 'falls' | null
  /** How often shuffled scores gave any setting such a strength: below 0.05 it is hardly chance. */
  readonly chance: number
  /** Share of the scores' variance that a forest explains less without it; null for too few runs. */
  readonly forest: number | null
}

export type Importance =
  | { readonly kind: 'too-few'; readonly runs: number }
  | { readonly kind: 'all-equal'; readonly runs: number }
  | {
      readonly kind: 'known'
      readonly runs: number
      /** Strongest first. */
      readonly settings: readonly SettingImportance[]
      /** R² of the forest for runs that it has not seen; null for too few runs. */
      readonly explained: number | null
    }

/** @param scores one a run; a run without a finite one does not count */
export function measureImportance(
  columns: readonly SettingColumn[],
  scores: readonly (number | null)[]
): Importance {
  const kept = scores.flatMap((score, index) =>
    Number.isFinite(score) && columns.some(({ values }) => values[index] !== undefined)
      ? [index]
      : []
  )
  const runs = kept.length
  if (runs < LEAST_RUNS) return { kind: 'too-few', runs }
  const targets = kept.map((index) => scores[index] as number)
  if (targets.every((target) => target === targets[0])) return { kind: 'all-equal', runs }
  const features = findFeatures(columns, kept)
  const strengths = features.map((feature) => feature.measure(rankValues(targets)))
  const chances = measureChance(features, strengths, targets)
  const forest = runs < LEAST_RUNS_OF_FOREST ? null : askForest(features, targets)
  const settings = features.map(({ key, label, twins, numbers }, index): SettingImportance => {
    const strength = strengths[index] ?? 0
    return {
      key,
      label,
      twins,
      isNumber: numbers !== null,
      strength: Math.abs(strength),
      direction: numbers === null ? null : strength < 0 ? 'falls' : 'rises',
      chance: chances[index] ?? 1,
      forest: forest?.importances[index] ?? null
    }
  })
  settings.sort((a, b) => b.strength - a.strength)
  return { kind: 'known', runs, settings, explained: forest?.explained ?? null }
}

interface Feature {
  readonly key: string
  readonly label: string
  readonly twins: readonly string[]
  readonly words: readonly string[]
  /** Null unless each value is a finite number. */
  readonly numbers: readonly number[] | null
  /** Signed for numbers. */
  readonly measure: (ranks: readonly number[]) => number
}

/** Settings that differ, those that change together as one; one that is another in each run tells runs, not settings. */
function findFeatures(columns: readonly SettingColumn[], kept: readonly number[]): Feature[] {
  const groups = new Map<string, Feature & { twins: string[] }>()
  for (const { key, label, values: all } of columns) {
    const values = kept.map((index) => all[index])
    const numbers = values.every((value) => typeof value === 'number' && Number.isFinite(value))
      ? (values as number[])
      : null
    const words = values.map(wordsOfConfigValue)
    if (values.every((value) => isSameValue(value, values[0]))) continue
    if (numbers === null && new Set(words).size > kept.length / 2) continue
    // Values that are others in almost each run change everywhere: only their order tells two such settings apart.
    const isContinuous = numbers !== null && new Set(words).size > kept.length / 2
    const partition = isContinuous ? nameOrder(numbers) : numberByFirst(words)
    const known = groups.get(partition)
    if (known) known.twins.push(label)
    else
      groups.set(partition, {
        key,
        label,
        twins: [],
        words,
        numbers,
        measure: createMeasure(words, numbers)
      })
  }
  return [...groups.values()]
}

function createMeasure(
  words: readonly string[],
  numbers: readonly number[] | null
): Feature['measure'] {
  if (numbers === null) return (ranks) => Math.sqrt(computeGroupEffect(words, ranks).effect)
  const own = rankValues(numbers)
  return (ranks) => correlate(own, ranks)
}

/** The same for two lists that rise together, and for two of which one falls where the other rises. */
function nameOrder(numbers: readonly number[]): string {
  const ranks = rankValues(numbers)
  const middle = (ranks.length + 1) / 2
  const first = ranks.find((rank) => rank !== middle) ?? middle
  const upright = first > middle ? ranks.map((rank) => 2 * middle - rank) : ranks
  return `order ${upright.join(' ')}`
}

/** `0 1 0 2`: the same for two lists that change in the same places. */
function numberByFirst(words: readonly string[]): string {
  const numbers = new Map<string, number>()
  return words
    .map((word) => numbers.get(word) ?? numbers.set(word, numbers.size).size - 1)
    .join(' ')
}

/** Against the strongest of all settings in each shuffle (Westfall and Young 1993), as many settings have many chances. */
function measureChance(
  features: readonly Feature[],
  strengths: readonly number[],
  targets: readonly number[]
): number[] {
  const ranks = rankValues(targets)
  const stream = createRandomStream(SEED, 'importance')
  const counts = strengths.map(() => 1)
  for (let round = 0; round < SHUFFLES; round++) {
    const order = computePermutation(ranks.length, stream)
    const shuffled = ranks.map((_, index) => ranks[order[index] ?? 0] ?? NaN)
    const strongest = Math.max(...features.map(({ measure }) => Math.abs(measure(shuffled))))
    strengths.forEach((strength, index) => {
      if (strongest >= Math.abs(strength) - 1e-12) counts[index] = (counts[index] ?? 0) + 1
    })
  }
  return counts.map((count) => count / (SHUFFLES + 1))
}

function askForest(features: readonly Feature[], targets: readonly number[]) {
  const columns: number[][] = []
  const ownColumns = features.map(({ words, numbers }) => {
    const own = numbers ? [[...numbers]] : [...new Set(words)].map((word) => encode(words, word))
    return own.map((column) => columns.push(column) - 1)
  })
  const rows = targets.map((_, row) => columns.map((column) => column[row] ?? NaN))
  return measureForestImportance(rows, targets, ownColumns, {
    trees: TREES,
    seed: SEED,
    leastInLeaf: 2
  })
}

const encode = (words: readonly string[], word: string): number[] =>
  words.map((one) => (one === word ? 1 : 0))
