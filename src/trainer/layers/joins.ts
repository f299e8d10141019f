/** Layers that join branches or lay values out anew. */
import { add } from '@shared/layers/add'
import { concatenate } from '@shared/layers/concatenate'
import { placeOfAxis } from '@shared/layers/layer'
import { multiply } from '@shared/layers/multiply'
import { reshape } from '@shared/layers/reshape'
import { tf } from '../tf'
import { registerLayer } from './table-layer'

registerLayer(add, ({ inputs }) => tf.addN([...inputs]))

registerLayer(multiply, ({ inputs }) => inputs.reduce((product, one) => tf.mul(product, one)))

registerLayer(concatenate, ({ params, inputs }) => {
  const place = placeOfAxis(params.axis, inputs[0].shape.slice(1))
  return tf.concat([...inputs], place + 1)
})

registerLayer(reshape, ({ params, inputs: [x] }) => {
  const [batch = 0, ...input] = x.shape
  return tf.reshape(x, [batch, ...reshape.outputShape(params, [input])])
})
