/** The table of losses, by their Keras names. The formulas are in the trainer, one line each, on logits. */

export interface LossDefinition {
  readonly label: string
  readonly help: string
  /** What the last layer must end in for the loss to mean what it says. */
  readonly head: 'softmax' | 'sigmoid'
  /** Whether labels can be smoothed. */
  readonly hasLabelSmoothing: boolean
  readonly link: string
}

export const losses = {
  categorical_crossentropy: {
    label: 'Categorical cross-entropy',
    help: 'For three or more classes, labels as one-hot rows.',
    head: 'softmax',
    hasLabelSmoothing: true,
    link: 'https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class'
  },
  sparse_categorical_crossentropy: {
    label: 'Sparse categorical cross-entropy',
    help: 'The same value as categorical cross-entropy, labels as class numbers.',
    head: 'softmax',
    hasLabelSmoothing: true,
    link: 'https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class'
  },
  binary_crossentropy: {
    label: 'Binary cross-entropy',
    help: 'One yes or no per output: two classes with one output, or one-hot rows with one output a class.',
    head: 'sigmoid',
    hasLabelSmoothing: true,
    link: 'https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class'
  },
  categorical_focal_crossentropy: {
    label: 'Focal cross-entropy',
    help: 'Cross-entropy in which examples that are already right count little (alpha 0.25, gamma 2): for classes of very different sizes.',
    head: 'softmax',
    hasLabelSmoothing: false,
    link: 'https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class'
  },
  mean_squared_error: {
    label: 'Mean squared error',
    help: 'Between the probabilities of the classes and one-hot rows. Learns slowly where the network is surely wrong.',
    head: 'softmax',
    hasLabelSmoothing: false,
    link: 'https://keras.io/api/losses/regression_losses/#meansquarederror-class'
  },
  huber: {
    label: 'Huber',
    help: 'Between the probabilities of the classes and one-hot rows, with delta 1: there, half of the mean squared error.',
    head: 'softmax',
    hasLabelSmoothing: false,
    link: 'https://keras.io/api/losses/regression_losses/#huber-class'
  }
} as const satisfies Record<string, LossDefinition>

export type LossKey = keyof typeof losses
export const lossKeys = Object.keys(losses) as [LossKey, ...LossKey[]]
