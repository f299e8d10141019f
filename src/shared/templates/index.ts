/** The networks to begin with. To add one: its file, and its line here. */
import { allConvolutional } from './all-convolutional'
import { blank } from './blank'
import {
  lectureAugmentation,
  lectureBatchNormalization,
  lectureCnn,
  lectureDropout
} from './lecture-cnn'
import { lectureVgg16, lectureVgg16Augmentation } from './lecture-vgg16'
import { lenet5 } from './lenet5'
import { mobilenetLike } from './mobilenet-like'
import { resnet20 } from './resnet20'
import { smallVgg } from './small-vgg'
import type { Template } from './template'

export type { Template, TemplatePurpose } from './template'

export const templates: readonly Template[] = [
  blank,
  lectureCnn,
  lectureDropout,
  lectureBatchNormalization,
  lectureAugmentation,
  lectureVgg16,
  lectureVgg16Augmentation,
  lenet5,
  smallVgg,
  resnet20,
  mobilenetLike,
  allConvolutional
]
