/** Turns a ModelGraph into a network that trains: logits out, seeded weights, seeded dropout. */
import { UserError } from '@shared/contract/define'
import type { ImageShape } from '@shared/dataset'
import { losses, type LossKey } from '@shared/losses'
import { analyzeModel, toTfjsJson, type ModelGraph, type ModelLayer } from '@shared/model'
import { installMeanGradient } from './kernels/mean'
import './layers'
import { SeededDropout } from './layers/seeded-dropout'
import { TableLayer } from './layers/table-layer'
import type { StepClock } from './step-clock'
import { tf, type LayersModel, type Scalar, type Tensor, type Variable } from './tf'

installMeanGradient()

export interface Network {
  readonly model: LayersModel
  readonly inputShape: ImageShape
  /** The weights that training changes, in the order of the layers: none of a frozen one. */
  readonly variables: readonly Variable[]
  /** @param images [batch, height, width, channels] @returns [batch, outputs] before softmax or sigmoid */
  computeLogits(images: Tensor, mode: { isTraining: boolean }): Tensor
  /** The sum of the layers' regularisation penalties, through which gradients flow; null when no layer that trains has one. */
  computePenalty(): Scalar | null
  /** @returns [batch, outputs] of softmax or sigmoid, as the loss asks */
  computeProbabilities(logits: Tensor): Tensor
  dispose(): void
}

/**
 * Builds the network. All of its weights follow from the graph and the seed.
 * @throws UserError with the errors of the graph: a malformed operation would end the process beyond any catch.
 */
export async function buildModel(
  graph: ModelGraph,
  { seed, loss, clock }: { seed: number; loss: LossKey; clock: StepClock }
): Promise<Network> {
  const analysis = analyzeModel(graph)
  if (analysis.errors.length > 0) throw new UserError(analysis.errors.join(' '))
  const model = await buildLayers(withLinearEnd(graph), { seed, clock })
  const { head } = losses[loss]
  return {
    model,
    inputShape: analysis.inputShape as unknown as ImageShape,
    variables: model.trainableWeights.map((weight) => weight.read() as Variable),
    computeLogits: (images, { isTraining }) =>
      model.apply(images, { training: isTraining }) as Tensor,
    computePenalty() {
      // Keras asks no penalty of a frozen layer; tfjs would.
      const layers = model.layers.filter(({ trainable }) => trainable)
      const penalties = layers.flatMap((layer) => layer.calculateLosses())
      return penalties.length === 0 ? null : tf.addN(penalties)
    },
    computeProbabilities: (logits) =>
      head === 'softmax' ? tf.softmax(logits) : tf.sigmoid(logits),
    dispose: () => void model.dispose()
  }
}

/**
 * Builds the layers of a graph without errors, as they are written there. `ends` are the layers that no other one takes its
 * input from. @default the graph's output
 */
export async function buildLayers(
  graph: ModelGraph,
  { seed, clock, ends = [graph.output] }: { seed: number; clock: StepClock; ends?: string[] }
): Promise<LayersModel> {
  const { class_name, config } = toTfjsJson(graph, { seed })
  const json = { class_name, config: { ...config, output_layers: ends.map((end) => [end, 0, 0]) } }
  const model = await tf.models.modelFromJSON(json as never)
  for (const layer of model.layers) {
    if (layer instanceof SeededDropout || layer instanceof TableLayer) layer.attach({ clock, seed })
  }
  return model
}

/** The last layer without its softmax or sigmoid: losses take logits, which keep their precision. */
function withLinearEnd(graph: ModelGraph): ModelGraph {
  const layers = graph.layers.map((layer) =>
    layer.name === graph.output ? linearEnd(layer) : layer
  )
  return { ...graph, layers }
}

function linearEnd(layer: ModelLayer): ModelLayer {
  if (layer.kind === 'Softmax') {
    return { ...layer, kind: 'Activation', params: { activation: 'linear' } }
  }
  const { activation } = layer.params
  return activation === 'softmax' || activation === 'sigmoid'
    ? { ...layer, params: { ...layer.params, activation: 'linear' } }
    : layer
}
