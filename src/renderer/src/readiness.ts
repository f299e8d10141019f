/** Whether the chosen experiment can be trained on the chosen data set now, and if not, why and what to do. */
import type { TrainerStatus } from '@shared/contract/app'
import { fitInput, type DatasetCard, type DatasetStatus, type ImageShape } from '@shared/dataset'
import { findClassWeightError, type Experiment } from '@shared/experiment'
import { losses } from '@shared/losses'
import { findHeadErrors, findSecondInputs } from '@shared/model'
import { analyzeExperiment } from './experiment-analysis'

export type Readiness =
  | {
      readonly kind: 'ready'
      /** How the pictures are brought to the model's input, when they are changed; null when not. */
      readonly note: string | null
    }
  | {
      readonly kind: 'blocked'
      readonly reason: string
      /** What a button beside the reason offers; null when the reason itself says what to do. */
      readonly repair: 'choose-folder' | 'restart-trainer' | null
    }

export interface ReadinessInput {
  readonly experiment: Experiment | null
  readonly datasetId: string | null
  /** Null while the sets are not known yet, and when there is none of that id. */
  readonly dataset: DatasetStatus | null
  readonly areDatasetsKnown: boolean
  readonly trainer: TrainerStatus
}

export function findReadiness(input: ReadinessInput): Readiness {
  const { experiment, datasetId, dataset, areDatasetsKnown, trainer } = input
  if (!experiment) return blocked('Choose an experiment first.')
  const modelFault = findModelFault(experiment, dataset?.card ?? null)
  if (modelFault !== null) return blocked(modelFault)
  if (trainer.kind === 'failed') {
    return blocked('The trainer is not running.', 'restart-trainer')
  }
  if (trainer.kind !== 'ready') return blocked('The trainer is not ready yet.')
  if (!dataset) {
    return blocked(
      areDatasetsKnown
        ? `There is no data set named "${datasetId ?? ''}". Choose another one.`
        : 'The data sets are being looked for.'
    )
  }
  if (!dataset.isReady) {
    return blocked(dataset.message, dataset.card.needsFolder ? 'choose-folder' : null)
  }
  return { kind: 'ready', note: findInputNote(experiment, dataset.card) }
}

/** What is wrong with the experiment itself, or with it and the set together; null when nothing is. */
function findModelFault(experiment: Experiment, card: DatasetCard | null): string | null {
  const result = analyzeExperiment(experiment)
  if (result.kind === 'unreadable') return result.reason
  const { graph, analysis } = result
  const [error] = [...analysis.errors, ...findSecondInputs(graph).values()]
  if (error !== undefined) return error
  if (!card) return null
  const fit = fitInput(card.imageShape, analysis.inputShape as unknown as ImageShape)
  if (fit.kind === 'impossible') return fit.reason
  const { head } = losses[experiment.training.loss]
  const classCount = card.classNames.length
  const [headError] = findHeadErrors(graph, analysis, { classCount, head })
  return headError ?? findClassWeightError(experiment, classCount)
}

function findInputNote(experiment: Experiment, card: DatasetCard): string | null {
  const result = analyzeExperiment(experiment)
  if (result.kind === 'unreadable') return null
  const fit = fitInput(card.imageShape, result.analysis.inputShape as unknown as ImageShape)
  return fit.kind === 'adapted' ? fit.note : null
}

function blocked(
  reason: string,
  repair: 'choose-folder' | 'restart-trainer' | null = null
): Readiness {
  return { kind: 'blocked', reason, repair }
}
