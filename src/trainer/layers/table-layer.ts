/** Layers of our own for TensorFlow.js: shapes and weights come from the table of layers, and a function computes. */
import type { layers as tfjsLayers } from '@tensorflow/tfjs-node-gpu'
import type { LayerKind } from '@shared/layers'
import type { LayerDefinition, WeightSpec } from '@shared/layers/layer'
import type { Initializer, ParamTable, ParamValues, Regularizer } from '@shared/layers/params'
import { readParams } from '@shared/model/read-params'
import { tf, type Tensor } from '../tf'
import { createInitializer } from './initializers'
import { createStepNoise, type NoiseOrigin, type StepNoise } from './step-noise'
import { toKerasConfig } from './to-keras-config'

type LayerConfig = ConstructorParameters<typeof tfjsLayers.Layer>[0] & Record<string, unknown>

/** What a layer computes from. */
export interface LayerCall<P extends ParamTable> {
  readonly params: ParamValues<P>
  /** One, or the branches that the layer joins. [batch, ...] each. */
  readonly inputs: readonly [Tensor, ...Tensor[]]
  /** By the names that the table gives them; a weight that the layer does without is not there. */
  readonly weights: Readonly<Record<string, Tensor>>
  readonly isTraining: boolean
  /** @throws Error outside of a network that trains, which has no steps. */
  readonly noise: StepNoise
}

/** A layer that may need random numbers of the step at work. */
export abstract class TableLayer extends tf.layers.Layer {
  private noise: StepNoise | null = null

  /** Must be called before the layer trains. */
  attach(origin: NoiseOrigin): void {
    this.noise = createStepNoise(origin, [this.getClassName(), this.name])
  }

  protected get stepNoise(): StepNoise {
    if (this.noise) return this.noise
    throw new Error(`${this.getClassName()} '${this.name}' was not given a clock.`)
  }
}

/** Makes TensorFlow.js build this class wherever a model names the kind. */
export function registerLayer<P extends ParamTable>(
  definition: LayerDefinition<P>,
  compute: (call: LayerCall<P>) => Tensor
): void {
  class OwnLayer extends TableLayer {
    static readonly className = definition.className
    private readonly params: ParamValues<P>
    private readonly ownWeights: Record<string, { read(): Tensor }> = {}

    constructor(config: LayerConfig) {
      super(config)
      const kind = definition.className as LayerKind
      this.params = readParams(kind, this.name, onlyOwn(config, definition)) as ParamValues<P>
    }

    override build(inputShape: BatchShape | BatchShape[]): void {
      for (const spec of definition.weights(this.params, toShapes(inputShape))) {
        this.ownWeights[spec.name] = this.createWeight(spec)
      }
      this.built = true
    }

    override computeOutputShape(inputShape: BatchShape | BatchShape[]): BatchShape {
      return [null, ...definition.outputShape(this.params, toShapes(inputShape))]
    }

    override call(given: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
      const inputs = (Array.isArray(given) ? given : [given]) as [Tensor, ...Tensor[]]
      return tf.tidy(() => {
        const weights = Object.fromEntries(
          Object.entries(this.ownWeights).map(([name, weight]) => [name, weight.read()])
        )
        const noise: StepNoise = {
          drawUniform: (shape) => this.stepNoise.drawUniform(shape),
          drawNormal: (shape) => this.stepNoise.drawNormal(shape)
        }
        const isTraining = kwargs.training === true
        return compute({ params: this.params, inputs, weights, isTraining, noise })
      })
    }

    private createWeight({ name, shape, isTrainable, initializer, regularizer }: WeightSpec) {
      const params = this.params as Readonly<Record<string, unknown>>
      const penalty = regularizer === undefined ? null : (params[regularizer] as Regularizer | null)
      return this.addWeight(
        name,
        [...shape],
        'float32',
        createInitializer(params[initializer] as Initializer) as never,
        // A penalty of nothing would still be computed.
        penalty && penalty.l1 + penalty.l2 > 0 ? tf.regularizers.l1l2({ ...penalty }) : undefined,
        isTrainable
      )
    }
  }
  tf.serialization.registerClass(OwnLayer as never)
}

/** TensorFlow.js mixes what it needs itself into a configuration. */
function onlyOwn(config: object, { params }: { params: ParamTable }): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => Object.hasOwn(params, key))
  return toKerasConfig(Object.fromEntries(own))
}

type BatchShape = (number | null)[]

/** The shapes of one example, of one input or several. */
function toShapes(inputShape: BatchShape | BatchShape[]): number[][] {
  const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as number[][]
  return shapes.map((shape) => shape.slice(1))
}
