/** Keras' Sequential, a chain of layers, as the functional model that it is. */
import { UserError } from '../contract/define'
import { asRecord } from './as-record'

/** The configuration of a functional model with the same layers. @throws UserError when the input has no shape. */
export function toFunctionalConfig(config: Record<string, unknown>): Record<string, unknown> {
  const list = Array.isArray(config.layers) ? (config.layers as unknown[]) : []
  const given = list.map((entry, index) => asRecord(entry, `model.config.layers[${index}]`))
  const [first] = given
  if (!first) return config
  const chain = first.class_name === 'InputLayer' ? given : [inputOf(config, first), ...given]
  const names = chain.map((layer) => layer.name ?? asRecord(layer.config, 'config').name)
  return {
    ...config,
    layers: chain.map((layer, index) => ({
      ...layer,
      name: names[index],
      inbound_nodes: index === 0 ? [] : [[[names[index - 1], 0, 0, {}]]]
    })),
    input_layers: [[names[0], 0, 0]],
    output_layers: [[names.at(-1), 0, 0]]
  }
}

/** Keras 2 leaves the input out and gives its shape to the first layer, or to the model. */
function inputOf(
  config: Record<string, unknown>,
  first: Record<string, unknown>
): Record<string, unknown> {
  const own = asRecord(first.config ?? {}, 'model.config.layers[0].config')
  const shape = own.batch_input_shape ?? config.build_input_shape
  if (!Array.isArray(shape)) {
    throw new UserError(
      'The model does not say what goes in. Begin it with keras.Input(shape) and save it again.'
    )
  }
  return { class_name: 'InputLayer', name: 'input', config: { batch_input_shape: shape } }
}
