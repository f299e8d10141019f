/** A data set as uint8 tensors in TensorFlow's memory; batches are gathered, cast, fitted, changed and standardised there. */
import { completeAugmentation, type Augmentation } from '@shared/augmentation'
import { UserError } from '@shared/contract/define'
import { fitInput, type ImageShape, type InputFit } from '@shared/dataset'
import type { ValidationSplit } from '@shared/experiment'
import type { Augment } from './augmentation'
import {
  measureStandardization,
  standardize,
  type Standardization
} from './augmentation/standardization'
import type { LoadedDataset } from './datasets/dataset'
import { createByteTensor, executeOp, tf, type Tensor } from './tf'
import { splitTraining } from './validation-split'

/** Pictures as the network takes them, and their class numbers. */
export interface Batch {
  /** [batch, height, width, channels] of float32 in 0..1, or standardised. */
  readonly images: Tensor
  /** [batch] of int32. */
  readonly labels: Tensor
  /** In a batch whose pictures were mixed of two. */
  readonly blend?: Blend
}

/** The other label of each mixed picture. */
export interface Blend {
  /** [batch] of int32. */
  readonly labels: Tensor
  /** [batch] of float32 in 0.5..1: how much the batch's own label counts; the other one counts the rest. */
  readonly share: Tensor
}

export function disposeBatch({ images, labels, blend }: Batch): void {
  tf.dispose([images, labels, ...(blend ? [blend.labels, blend.share] : [])])
}

/** Some pictures of a resident tensor. Indices count from 0 within them. */
export interface ResidentPart {
  readonly count: number
  /** Of each picture, its place among those of the tensor. */
  readonly places: Int32Array
  /** The class of each picture. */
  getLabels(): Int32Array
  /** Makes a batch; the caller disposes it. */
  gatherBatch(indices: Int32Array): Batch
}

export interface ResidentDataset {
  readonly train: ResidentPart
  /** Null without a validation split. */
  readonly validation: ResidentPart | null
  readonly test: ResidentPart
  /** How the pictures of all parts are standardised; null when they are not. */
  readonly standardization: Standardization | null
  dispose(): void
}

/** Copies a loaded set to TensorFlow's memory. @throws UserError when a part of the split would be empty. */
export function createResidentDataset(
  loaded: LoadedDataset,
  {
    imageShape,
    inputShape,
    validation,
    augmentation = completeAugmentation(),
    augment = null
  }: {
    imageShape: ImageShape
    inputShape: ImageShape
    validation: ValidationSplit
    augmentation?: Augmentation
    /** Changes the pictures that are trained with. */
    augment?: Augment | null
  }
): ResidentDataset {
  const fit = fitInput(imageShape, inputShape)
  if (fit.kind === 'impossible') throw new UserError(fit.reason)
  const own = loaded.validation ?? null
  const split = own
    ? { train: loaded.train.labels.map((_, index) => index), validation: new Int32Array() }
    : splitTraining(loaded.train.labels, validation)
  const standardization = measureStandardization(
    { images: loaded.train.images, indices: split.train, pictureShape: imageShape },
    augmentation
  )
  const train = uploadPictures(loaded.train.images, imageShape)
  const test = uploadPictures(loaded.test.images, imageShape)
  const ownValidation = own && uploadPictures(own.images, imageShape)
  const keep = createChange({ fit, augment: null, standardization })
  const vary = createChange({ fit, augment, standardization })
  // What is returned must not hold `loaded`: its pictures are in TensorFlow's memory now.
  const [{ labels }, { labels: testLabels }] = [loaded.train, loaded.test]
  const createTrainPart = (members: Int32Array, change: Change) =>
    createResidentPart(train, { labels, members, change })
  const createWhole = (images: Tensor, all: Int32Array) =>
    createResidentPart(images, {
      labels: all,
      members: all.map((_, index) => index),
      change: keep
    })
  const splitValidation =
    split.validation.length > 0 ? createTrainPart(split.validation, keep) : null
  return {
    train: createTrainPart(split.train, vary),
    validation: own && ownValidation ? createWhole(ownValidation, own.labels) : splitValidation,
    test: createWhole(test, testLabels),
    standardization,
    dispose: () => tf.dispose(ownValidation ? [train, ownValidation, test] : [train, test])
  }
}

/** From pictures of 0..1 as the set has them to what the network takes. */
export type Change = (batch: Batch) => Batch

export function createChange({
  fit,
  augment,
  standardization
}: {
  fit: InputFit
  augment: Augment | null
  standardization: Standardization | null
}): Change {
  return (batch) => {
    const fitted = { ...batch, images: applyFit(batch.images, fit) }
    const varied = augment ? augment(fitted) : fitted
    if (!standardization) return varied
    return { ...varied, images: standardize(varied.images, standardization) }
  }
}

interface PartOptions {
  /** Of all pictures of the tensor. */
  readonly labels: Int32Array
  /** Which of them belong to the part. */
  readonly members: Int32Array
  readonly change: Change
}

/** `images` is a tensor of bytes that stays its owner's. */
export function createResidentPart(
  images: Tensor,
  { labels, members, change }: PartOptions
): ResidentPart {
  const labelsOf = (places: Int32Array) => places.map((place) => labels[place] as number)
  return {
    count: members.length,
    places: members,
    getLabels: () => labelsOf(members),
    gatherBatch(indices) {
      const places = indices.map((index) => members[index] as number)
      const ownLabels = labelsOf(places)
      const make = (): Batch =>
        change({
          images: toFloats(gather(images, places)),
          labels: tf.tensor1d(ownLabels, 'int32')
        })
      // Frees all tensors but those of the batch, which tidy finds although its type does not say so.
      return tf.tidy(make as () => never)
    }
  }
}

/** tfjs has no uint8, but its binding has; the result counts as int32 and holds one byte a value. */
export function uploadPictures(bytes: Uint8Array, imageShape: ImageShape): Tensor {
  const pixels = imageShape[0] * imageShape[1] * imageShape[2]
  return createByteTensor(bytes, [bytes.length / pixels, ...imageShape])
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

/** Bytes 0..255, of uint8, to floats 0..1; a division, so that the values are those of Keras to the last bit. */
function toFloats(bytes: Tensor): Tensor {
  const attributes = {
    SrcT: { dtype: 'uint8' },
    DstT: { dtype: 'float32' },
    Truncate: false
  } as const
  return tf.div(executeOp('Cast', attributes, [bytes]), 255)
}

/** Brings pictures to the shape that a model takes. */
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
