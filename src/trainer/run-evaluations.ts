/** Keeps with a run what its network says of every picture of the test and validation parts: at the end, and with its best weights. */
import { createHash } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EvaluatedPart, EvaluationMoment } from '@shared/evaluation'
import {
  encodeEvaluationFile,
  EVALUATION_PREFIX,
  nameEvaluationFile
} from '@shared/evaluation-file'
import { describeFileError } from '@shared/file-error'
import type { LossKey } from '@shared/losses'
import type { Network } from './build-model'
import { createAnswerCollector, type AnswerCollector } from './class-probabilities'
import type { ResidentDataset, ResidentPart } from './resident-dataset'
import type { Tensor } from './tf'
import { assignWeights, copyWeights, type WeightCopy } from './weights'
import { writeFileAtomically } from './write-file-atomically'

/** The loop's side. */
export interface RunEvaluations {
  /** Hears a pass over a part, from its first batch on, with the weights as they are. */
  listen(part: EvaluatedPart): (logits: Tensor) => void
  /**
   * Call when the test was heard. Stores it, and lets pictures flow through `lookAgain` for what was not heard; that says
   * whether it came to the end. Afterwards the weights are as before.
   */
  complete(lookAgain: (part: EvaluatedPart) => Promise<boolean>): Promise<void>
}

/** Weights, and the training steps that they had seen. */
export interface WeightsAtStep {
  readonly step: number
  readonly weights: readonly WeightCopy[]
}

interface EvaluationSource {
  readonly folder: string
  readonly datasetId: string
  readonly classNames: readonly string[]
  readonly loss: LossKey
  readonly network: Network
  readonly data: ResidentDataset
  /** Steps that the weights have seen which training ends with. */
  getEndStep(): number
  /** Steps done. */
  getStep(): number
  /** Whole epochs that so many steps are. */
  countEpochs(step: number): number
  /** The weights that were best; null when the run keeps none. */
  findBest(): WeightsAtStep | null
  /** Hears why something could not be stored. */
  onProblem(reason: string): void
}

/** What was stored by a run that now goes on is not its own any more. */
export function removeEvaluations(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.startsWith(EVALUATION_PREFIX))
  for (const name of names) rmSync(join(folder, name), { force: true })
}

export function createRunEvaluations(source: EvaluationSource): RunEvaluations {
  const { network, data, onProblem } = source
  const parts = (['test', 'validation'] as const).filter((part) => data[part] !== null)
  const heard = new Map<EvaluatedPart, { step: number; answers: AnswerCollector }>()

  function listen(part: EvaluatedPart): AnswerCollector['add'] {
    const { count } = data[part] as ResidentPart
    const { classNames, loss } = source
    const answers = createAnswerCollector({ count, classCount: classNames.length, loss })
    heard.set(part, { step: source.getStep(), answers })
    return answers.add
  }

  /** The validation after the last epoch had the weights of the end, unless others were put back since. */
  function hasHeardEnd(part: EvaluatedPart): boolean {
    const found = heard.get(part)
    if (!found?.answers.isComplete()) return false
    return part === 'test' || found.step === source.getEndStep()
  }

  async function store(part: EvaluatedPart, moment: EvaluationMoment, step: number): Promise<void> {
    const answers = heard.get(part)?.answers
    if (!answers) return
    const { labels, places, picturesId } = describePictures(data[part] as ResidentPart)
    const bytes = encodeEvaluationFile({
      part,
      moment,
      step,
      epoch: source.countEpochs(step),
      datasetId: source.datasetId,
      classNames: [...source.classNames],
      picturesId,
      labels,
      places,
      probabilities: answers.probabilities
    })
    try {
      await writeFileAtomically(join(source.folder, nameEvaluationFile({ part, moment })), bytes)
    } catch (error) {
      onProblem(describeFileError(error))
    }
  }

  async function storeBest(
    { step, weights }: WeightsAtStep,
    lookAgain: (part: EvaluatedPart) => Promise<boolean>
  ): Promise<void> {
    const own = copyWeights(network)
    if (isSame(own, weights)) return
    assignWeights(network, weights)
    try {
      for (const part of parts) {
        if (!(await lookAgain(part))) return
        await store(part, 'best', step)
      }
    } finally {
      assignWeights(network, own)
    }
  }

  return {
    listen,
    async complete(lookAgain) {
      for (const part of parts) {
        if (!hasHeardEnd(part) && !(await lookAgain(part))) return
        await store(part, 'end', source.getEndStep())
      }
      const best = source.findBest()
      if (best) await storeBest(best, lookAgain)
    }
  }
}

function isSame(some: readonly WeightCopy[], others: readonly WeightCopy[]): boolean {
  return some.every(({ values }, index) => {
    const other = others[index]?.values
    return values.every((value, place) => value === other?.[place])
  })
}

/** The id is one of content: two runs whose splits choose the same pictures agree on it. */
function describePictures(part: ResidentPart) {
  const labels = Uint32Array.from(part.getLabels())
  const places = Uint32Array.from(part.places)
  const hash = createHash('sha256').update(labels).update(places)
  return { labels, places, picturesId: hash.digest('hex').slice(0, 32) }
}
