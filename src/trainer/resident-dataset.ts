/** A data set as uint8 tensors in TensorFlow's memory; batches are gathered, cast and fitted there. */
import { UserError } from '@shared/contract/define'
import { fitInput, type ImageShape, type InputFit } from '@shared/dataset'
import type { ValidationSplit } from '@shared/experiment'
import type { DataPart, LoadedDataset } from './datasets/dataset'
import { executeOp, tf, type Tensor } from './tf'
import { computeTrainCount } from './validation-split'

/** Pictures as the network takes them, and their class numbers. */
export interface Batch {
  /** [batch, height, width, channels] of float32 in 0..1. */
  readonly images: Tensor
  /** [batch] of int32. */
  readonly labels: Tensor
}

/** A range of a resident tensor. Indices count from 0 within the range. */
export interface ResidentPart {
  readonly count: number
  /** Makes a batch; the caller disposes its tensors. */
  gatherBatch(indices: Int32Array): Batch
}

export interface ResidentDataset {
  readonly train: ResidentPart
  /** Null without a validation split. */
  readonly validation: ResidentPart | null
  readonly test: ResidentPart
  dispose(): void
}

/** Copies a loaded set to TensorFlow's memory. @throws UserError when a part of the split would be empty. */
export function createResidentDataset(
  loaded: LoadedDataset,
  {
    imageShape,
    inputShape,
    validation
  }: { imageShape: ImageShape; inputShape: ImageShape; validation: ValidationSplit }
): ResidentDataset {
  const fit = fitInput(imageShape, inputShape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const count = loaded.train.labels.length
  const trainCount = loaded.validation ? count : computeTrainCount(count, validation)
  const train = upload(loaded.train.images, imageShape)
  const test = upload(loaded.test.images, imageShape)
  const own = loaded.validation && upload(loaded.validation.images, imageShape)
  const createPart = (images: Tensor, data: DataPart, range: readonly [number, number]) =>
    createResidentPart(images, { labels: data.labels.slice(...range), first: range[0], fit })
  return {
    train: createPart(train, loaded.train, [0, trainCount]),
    validation: createValidation(),
    test: createPart(test, loaded.test, [0, loaded.test.labels.length]),
    dispose: () => tf.dispose(own ? [train, own, test] : [train, test])
  }

  function createValidation(): ResidentPart | null {
    if (own && loaded.validation) {
      return createPart(own, loaded.validation, [0, loaded.validation.labels.length])
    }
    return trainCount < count ? createPart(train, loaded.train, [trainCount, count]) : null
  }
}

function createResidentPart(
  images: Tensor,
  { labels, first, fit }: { labels: Int32Array; first: number; fit: InputFit }
): ResidentPart {
  return {
    count: labels.length,
    gatherBatch(indices) {
      const places = indices.map((index) => first + index)
      return {
        images: tf.tidy(() => applyFit(toFloats(gather(images, places)), fit)),
        labels: tf.tensor1d(
          indices.map((index) => labels[index] as number),
          'int32'
        )
      }
    }
  }
}

/** tfjs has no uint8, but TensorFlow reads bytes out of a string; the result counts as int32 and holds one byte a value. */
function upload(bytes: Uint8Array, imageShape: ImageShape): Tensor {
  return tf.tidy(() => {
    const pixels = imageShape[0] * imageShape[1] * imageShape[2]
    const text = tf.tensor([bytes] as unknown as string[], [1], 'string')
    const raw = executeOp('DecodeRaw', { out_type: { dtype: 'uint8' }, little_endian: true }, [
      text
    ])
    const shape = tf.tensor1d([bytes.length / pixels, ...imageShape], 'int32')
    return executeOp('Reshape', { T: { dtype: 'uint8' }, Tshape: { dtype: 'int32' } }, [raw, shape])
  })
}

function gather(images: Tensor, places: Int32Array): Tensor {
  const attributes = {
    Tparams: { dtype: 'uint8' },
    Tindices: { dtype: 'int32' },
    Taxis: { dtype: 'int32' },
    batch_dims: 0
  } as const
  return executeOp('GatherV2', attributes, [images, tf.tensor1d(places), tf.scalar(0, 'int32')])
}

/** Bytes 0..255 to floats 0..1; a division, so that the values are those of Keras to the last bit. */
function toFloats(bytes: Tensor): Tensor {
  const attributes = {
    SrcT: { dtype: 'uint8' },
    DstT: { dtype: 'float32' },
    Truncate: false
  } as const
  return tf.div(executeOp('Cast', attributes, [bytes]), 255)
}

function applyFit(images: Tensor, fit: InputFit): Tensor {
  if (fit.kind !== 'adapted') return images
  const [top, bottom, left, right] = fit.padding
  const padded = tf.pad(images, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0]
  ])
  return fit.channelRepeats === 1 ? padded : tf.tile(padded, [1, 1, 1, fit.channelRepeats])
}
