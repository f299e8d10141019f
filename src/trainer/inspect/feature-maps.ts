/** Lets one picture flow through a network that may still be unfinished, and shows what each layer makes of it. */
import { UserError } from '@shared/contract/define'
import { fitInput, type ImageShape } from '@shared/dataset'
import {
  MOST_INPUT_VALUES,
  type FeatureMap,
  type FeatureMapRequest,
  type FeatureMaps
} from '@shared/feature-maps'
import { countElements, formatShape, type Shape } from '@shared/layers/layer'
import { losses } from '@shared/losses'
import { analyzeModel, findLayer, headActivation, parseModel, type ModelGraph } from '@shared/model'
import { buildLayers } from '../build-model'
import { checkpointFolderOf, readNewestCheckpoint } from '../checkpoint/checkpoint-folder'
import { createChange, type Batch } from '../resident-dataset'
import { tf, type LayersModel, type Tensor, type Variable } from '../tf'
import { walkLayers } from '../walk-layers'
import { assignValues } from '../weights'
import type { ShelvedDataset } from './dataset-shelf'
import { createMosaic } from './mosaic'
import { gatherPictures } from './picked-pictures'
import { cutSoundGraph } from './sound-graph'
import { findTrainingShare } from './training-share'

/** Tensors of more values than this are not worth a mosaic, and would not fit beside a training. */
const MOST_LAYER_VALUES = 16_000_000

/**
 * @param runFolder of the run whose weights are wanted; null for initial ones
 * @throws UserError when the picture does not go in, or the run has no weights.
 */
export async function computeFeatureMaps(
  dataset: ShelvedDataset,
  request: FeatureMapRequest,
  runFolder: string | null
): Promise<FeatureMaps> {
  const { graph, ends, isWhole } = cutSoundGraph(parseModel(request.model))
  const analysis = analyzeModel(graph)
  refuseTooLarge(analysis.layers.map(({ outputShape }) => outputShape))
  const batch = makeBatch(dataset, request, analysis.inputShape)
  const model = ends.some((end) => end !== graph.input)
    ? await buildLayers(graph, { seed: request.seed, clock: { step: 0 }, ends: [...ends] })
    : null
  try {
    const trained = runFolder !== null && model ? loadWeights(model, runFolder) : null
    const maps: FeatureMap[] = []
    walkLayers({ graph, model, images: batch.images, isTraining: false }, ({ name, output }) => {
      const isEnd = isWhole && name === graph.output
      maps.push({ name, ...describeOutput(output, { isEnd, graph, request }) })
    })
    return {
      maps,
      label: batch.labels.dataSync()[0] ?? 0,
      notes: [...batch.notes, ...(trained?.notes ?? [])],
      step: trained?.step ?? null
    }
  } finally {
    model?.dispose()
    tf.dispose([batch.images, batch.labels])
  }
}

function refuseTooLarge(shapes: readonly (Shape | null)[]): void {
  const large = shapes.find((shape) => shape && countElements(shape) > MOST_LAYER_VALUES)
  if (!large) return
  throw new UserError(
    `A layer gives ${formatShape(large)} for one picture: too much to be shown while it is drawn.`
  )
}

function makeBatch(
  dataset: ShelvedDataset,
  { picture, augmentation, validation }: FeatureMapRequest,
  inputShape: Shape
): Batch & { notes: string[] } {
  if (inputShape.length !== 3 || countElements(inputShape) > MOST_INPUT_VALUES) {
    throw new UserError(`A picture cannot flow into an input of ${formatShape(inputShape)}.`)
  }
  const { imageShape } = dataset.card
  const fit = fitInput(imageShape, inputShape as unknown as ImageShape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const { part, index } = picture
  const standardization = findTrainingShare(dataset, validation).standardize(augmentation)
  const change = createChange({ fit, augment: null, standardization })
  return {
    ...gatherPictures(dataset, { part, indices: [index] }, change),
    notes: fit.kind === 'adapted' ? [fit.note] : []
  }
}

/** Puts a run's newest weights in, where the layers are still those of the run. */
function loadWeights(model: LayersModel, folder: string): { step: number; notes: string[] } {
  const { checkpoint } = readNewestCheckpoint(checkpointFolderOf(folder))
  if (!checkpoint) {
    throw new UserError(
      'This run has no weights yet. Let it train for a moment, or look at the initial ones.'
    )
  }
  const known = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]))
  const missing: string[] = []
  for (const weight of model.weights) {
    const found = known.get(`weight/${weight.originalName}`)
    if (found && formatShape(found.shape) === formatShape(weight.shape as number[])) {
      assignValues(weight.read() as Variable, found.values)
    } else missing.push(weight.originalName)
  }
  const notes =
    missing.length === 0
      ? []
      : [
          `Not trained by that run, and so as they begin: ${missing.slice(0, 4).join(', ')}${missing.length > 4 ? ' …' : ''}.`
        ]
  return { step: checkpoint.header.step, notes }
}

function describeOutput(
  output: Tensor,
  { isEnd, graph, request }: { isEnd: boolean; graph: ModelGraph; request: FeatureMapRequest }
): Omit<FeatureMap, 'name'> {
  const shape = output.shape.slice(1)
  const { tile, mostMaps } = request
  if (!isEnd || shape.length !== 1) {
    const values = output.dataSync<'float32'>()
    return { ...createMosaic(values, shape, { tile, mostMaps }), probabilities: null }
  }
  const probabilities = tf.tidy(() => toProbabilities(output, graph, request).dataSync<'float32'>())
  return {
    ...createMosaic(probabilities, shape, { tile, mostMaps }),
    kind: 'probabilities',
    probabilities: Array.from(probabilities)
  }
}

/** A network that ends in logits is given what its loss would give it. */
function toProbabilities(output: Tensor, graph: ModelGraph, { loss }: FeatureMapRequest): Tensor {
  const last = findLayer(graph, graph.output)
  if (!last || headActivation(last) !== 'linear') return output
  return losses[loss].head === 'softmax' ? tf.softmax(output) : tf.sigmoid(output)
}
