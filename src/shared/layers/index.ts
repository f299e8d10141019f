/** The table of layers. To add one: its file, and its line here; everything else reads the table. */
import { activation } from './activation'
import { add } from './add'
import { averagePooling1d } from './average-pooling1d'
import { averagePooling2d } from './average-pooling2d'
import { averagePooling3d } from './average-pooling3d'
import { batchNormalization } from './batch-normalization'
import { concatenate } from './concatenate'
import { conv1d } from './conv1d'
import { conv2d } from './conv2d'
import { conv2dTranspose } from './conv2d-transpose'
import { conv3d } from './conv3d'
import { cropping2d } from './cropping2d'
import { dense } from './dense'
import { depthwiseConv2d } from './depthwise-conv2d'
import { dropout } from './dropout'
import { elu } from './elu'
import { flatten } from './flatten'
import { gaussianNoise } from './gaussian-noise'
import { globalAveragePooling1d } from './global-average-pooling1d'
import { globalAveragePooling2d } from './global-average-pooling2d'
import { globalAveragePooling3d } from './global-average-pooling3d'
import { globalMaxPooling1d } from './global-max-pooling1d'
import { globalMaxPooling2d } from './global-max-pooling2d'
import { globalMaxPooling3d } from './global-max-pooling3d'
import { inputLayer } from './input-layer'
import type { LayerDefinition } from './layer'
import { layerNormalization } from './layer-normalization'
import { leakyRelu } from './leaky-relu'
import { maxPooling1d } from './max-pooling1d'
import { maxPooling2d } from './max-pooling2d'
import { maxPooling3d } from './max-pooling3d'
import { multiply } from './multiply'
import { prelu } from './prelu'
import { relu } from './relu'
import { rescaling } from './rescaling'
import { reshape } from './reshape'
import { resizing } from './resizing'
import { separableConv2d } from './separable-conv2d'
import { softmax } from './softmax'
import { spatialDropout2d } from './spatial-dropout2d'
import { upSampling2d } from './up-sampling2d'
import { zeroPadding2d } from './zero-padding2d'

const table = {
  InputLayer: inputLayer,
  Dense: dense,
  Conv1D: conv1d,
  Conv2D: conv2d,
  Conv3D: conv3d,
  DepthwiseConv2D: depthwiseConv2d,
  SeparableConv2D: separableConv2d,
  Conv2DTranspose: conv2dTranspose,
  MaxPooling1D: maxPooling1d,
  MaxPooling2D: maxPooling2d,
  MaxPooling3D: maxPooling3d,
  AveragePooling1D: averagePooling1d,
  AveragePooling2D: averagePooling2d,
  AveragePooling3D: averagePooling3d,
  GlobalMaxPooling1D: globalMaxPooling1d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  GlobalMaxPooling3D: globalMaxPooling3d,
  GlobalAveragePooling1D: globalAveragePooling1d,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalAveragePooling3D: globalAveragePooling3d,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Activation: activation,
  ReLU: relu,
  LeakyReLU: leakyRelu,
  ELU: elu,
  PReLU: prelu,
  Softmax: softmax,
  Dropout: dropout,
  SpatialDropout2D: spatialDropout2d,
  GaussianNoise: gaussianNoise,
  Flatten: flatten,
  Reshape: reshape,
  ZeroPadding2D: zeroPadding2d,
  Cropping2D: cropping2d,
  UpSampling2D: upSampling2d,
  Add: add,
  Concatenate: concatenate,
  Multiply: multiply,
  Rescaling: rescaling,
  Resizing: resizing
}

export type LayerKind = keyof typeof table
export const layers: Readonly<Record<LayerKind, LayerDefinition>> = table
