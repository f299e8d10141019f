/** The table of losses. To add one: its file, and its line here. */
import type { LossKey } from '@shared/losses'
import { binaryCrossentropy } from './binary-crossentropy'
import { categoricalCrossentropy } from './categorical-crossentropy'
import { categoricalFocalCrossentropy } from './categorical-focal-crossentropy'
import { huber } from './huber'
import type { Loss } from './loss'
import { meanSquaredError } from './mean-squared-error'
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy'

export const lossFunctions = {
  categorical_crossentropy: categoricalCrossentropy,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  binary_crossentropy: binaryCrossentropy,
  categorical_focal_crossentropy: categoricalFocalCrossentropy,
  mean_squared_error: meanSquaredError,
  huber
} as const satisfies Record<LossKey, Loss>
