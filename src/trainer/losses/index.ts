/** The table of losses. To add one: its file, and its line here. */
import type { LossKey } from '@shared/losses'
import { binaryCrossentropy } from './binary-crossentropy'
import { categoricalCrossentropy } from './categorical-crossentropy'
import type { Loss } from './loss'
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy'

export const lossFunctions = {
  categorical_crossentropy: categoricalCrossentropy,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  binary_crossentropy: binaryCrossentropy
} as const satisfies Record<LossKey, Loss>
