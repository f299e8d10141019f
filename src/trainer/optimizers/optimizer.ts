/** Applies an update rule to every variable, and owns what the rule remembers between steps. */
import { tf, type Tensor, type Variable } from '../tf'

/** One value before a step. `slots` are what the rule remembers of this variable. */
export interface UpdateInput<Slot extends string> {
  readonly value: Tensor
  readonly gradient: Tensor
  readonly slots: Readonly<Record<Slot, Tensor>>
  readonly learningRate: number
  /** The step at work, from 1. */
  readonly iteration: number
}

/** To add an optimizer: its entry in src/shared/optimizers.ts, one file that makes this, and its line in the table. */
export interface UpdateRule<Slot extends string = string> {
  readonly slots: readonly Slot[]
  /** What every slot holds before the first step. @default 0 */
  readonly initialSlotValue?: number
  /** The new value and the new slots; called inside tf.tidy. */
  update(input: UpdateInput<Slot>): {
    readonly value: Tensor
    readonly slots: Readonly<Record<Slot, Tensor>>
  }
}

export interface Optimizer {
  /** May be changed between two steps. */
  learningRate: number
  /** Steps taken; with the slots, all that a checkpoint needs. */
  iterations: number
  /** By slot, then in the order of the variables. To be asked for anew after each step. */
  readonly slots: Readonly<Record<string, readonly Variable[]>>
  /** Whoever has read or written the slots is done with them. */
  takeBackSlots(): void
  /** Takes one step. `gradients` are in the order of the variables; they stay the caller's. */
  applyGradients(gradients: readonly Tensor[]): void
  dispose(): void
}

export function createOptimizerFromRule(
  rule: UpdateRule,
  { variables, learningRate }: { variables: readonly Variable[]; learningRate: number }
): Optimizer {
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [
      slot,
      variables.map((one) => createSlot(one, rule.initialSlotValue ?? 0))
    ])
  )
  const slotsOf = (index: number): Record<string, Variable> =>
    Object.fromEntries(rule.slots.map((slot) => [slot, slots[slot]?.[index] as Variable]))

  return {
    learningRate,
    iterations: 0,
    slots,
    takeBackSlots: () => undefined,
    applyGradients(gradients) {
      this.iterations++
      variables.forEach((variable, index) => {
        tf.tidy(() => {
          const own = slotsOf(index)
          const next = rule.update({
            value: variable,
            gradient: gradients[index] as Tensor,
            slots: own,
            learningRate: this.learningRate,
            iteration: this.iterations
          })
          for (const slot of rule.slots) own[slot]?.assign(next.slots[slot] as Tensor)
          variable.assign(next.value)
        })
      })
    },
    dispose: () => tf.dispose(Object.values(slots).flat())
  }
}

function createSlot(like: Variable, value: number): Variable {
  return tf.tidy(() => tf.variable(tf.fill(like.shape, value), false))
}
