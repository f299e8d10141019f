/** The table of losses, by their Keras names. The formulas are in the trainer, one line each, on logits. */

export interface LossDefinition {
  readonly label: string
  readonly help: string
  /** What the last layer must end in for the loss to mean what it says. */
  readonly head: 'softmax' | 'sigmoid'
  readonly link: string
}

export const losses = {
  categorical_crossentropy: {
    label: 'Categorical cross-entropy',
    help: 'For three or more classes, labels as one-hot rows.',
    head: 'softmax',
    link: 'https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class'
  },
  sparse_categorical_crossentropy: {
    label: 'Sparse categorical cross-entropy',
    help: 'The same value as categorical cross-entropy, labels as class numbers.',
    head: 'softmax',
    link: 'https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class'
  },
  binary_crossentropy: {
    label: 'Binary cross-entropy',
    help: 'One yes or no per output: two classes with one output, or one-hot rows with one output a class.',
    head: 'sigmoid',
    link: 'https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class'
  }
} as const satisfies Record<string, LossDefinition>

export type LossKey = keyof typeof losses
export const lossKeys = Object.keys(losses) as [LossKey, ...LossKey[]]
