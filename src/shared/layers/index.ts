/** The table of layers. To add one: its file, and its line here; everything else reads the table. */
import { activation } from './activation'
import { add } from './add'
import { averagePooling2d } from './average-pooling2d'
import { batchNormalization } from './batch-normalization'
import { conv2d } from './conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import { globalAveragePooling2d } from './global-average-pooling2d'
import { inputLayer } from './input-layer'
import type { LayerDefinition } from './layer'
import { maxPooling2d } from './max-pooling2d'
import { relu } from './relu'
import { softmax } from './softmax'

const table = {
  InputLayer: inputLayer,
  Conv2D: conv2d,
  MaxPooling2D: maxPooling2d,
  AveragePooling2D: averagePooling2d,
  GlobalAveragePooling2D: globalAveragePooling2d,
  Flatten: flatten,
  Dense: dense,
  Dropout: dropout,
  BatchNormalization: batchNormalization,
  Activation: activation,
  ReLU: relu,
  Softmax: softmax,
  Add: add
}

export type LayerKind = keyof typeof table
export const layers: Readonly<Record<LayerKind, LayerDefinition>> = table
