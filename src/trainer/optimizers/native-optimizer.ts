/** Applies an update rule that TensorFlow has as one operation; the slots live where that operation changes them. */
import { createResource, type Resource } from '../kernels/resource'
import { tf, type Tensor, type Variable } from '../tf'
import type { Optimizer } from './optimizer'

/** One variable and its slots before a step. */
export interface NativeState<Slot extends string = string> {
  readonly value: Resource
  readonly slots: Readonly<Record<Slot, Resource>>
}

export interface NativeRule<Slot extends string = string> {
  /** All of them begin as zeros. */
  readonly slots: readonly Slot[]
  /** Prepares a step; what it gives updates one variable. Called inside tf.tidy. */
  beginStep(step: {
    readonly learningRate: number
    /** The step at work, from 1. */
    readonly iteration: number
  }): (state: NativeState<Slot>, gradient: Tensor) => void
}

export function createNativeOptimizer(
  rule: NativeRule,
  { variables, learningRate }: { variables: readonly Variable[]; learningRate: number }
): Optimizer {
  const values = variables.map((variable) => createTwin(variable))
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [slot, variables.map((variable) => createLendable(variable.shape))])
  )
  const allSlots = Object.values(slots).flat()
  const states = variables.map((_, index) => ({
    value: values[index]?.resource as Resource,
    slots: Object.fromEntries(
      Object.entries(slots).map(([slot, all]) => [slot, all[index]?.resource as Resource])
    )
  }))

  return {
    learningRate,
    iterations: 0,
    get slots() {
      return Object.fromEntries(
        Object.entries(slots).map(([slot, all]) => [slot, all.map((one) => one.lend())])
      )
    },
    takeBackSlots() {
      for (const slot of allSlots) slot.takeBack()
    },
    applyGradients(gradients) {
      this.iterations++
      tf.tidy(() => {
        for (const slot of allSlots) slot.takeBack()
        for (const value of values) value.push()
        const update = rule.beginStep({
          learningRate: this.learningRate,
          iteration: this.iterations
        })
        states.forEach((state, index) => update(state, gradients[index] as Tensor))
        for (const value of values) value.pull()
      })
    },
    dispose() {
      for (const slot of allSlots) slot.takeBack()
      for (const { resource } of [...values, ...allSlots]) resource.dispose()
    }
  }
}

/** A resource beside a Variable that others read and may write, for example to restore a checkpoint. */
function createTwin(variable: Variable) {
  const resource = createResource(variable)
  let known = variable.dataId
  return {
    resource,
    push() {
      if (variable.dataId !== known) resource.write(variable)
    },
    pull() {
      variable.assign(resource.read())
      known = variable.dataId
    }
  }
}

/** A resource that is a Variable only while somebody looks: shared memory would have to be copied in each step. */
function createLendable(shape: number[]) {
  const zeros = tf.zeros(shape)
  const resource = createResource(zeros)
  zeros.dispose()
  let lent: { variable: Variable; dataId: object } | null = null
  return {
    resource,
    lend(): Variable {
      if (!lent) {
        const variable = tf.tidy(() => tf.variable(resource.read(), false))
        lent = { variable, dataId: variable.dataId }
      }
      return lent.variable
    },
    takeBack() {
      if (!lent) return
      if (lent.variable.dataId !== lent.dataId) resource.write(lent.variable)
      lent.variable.dispose()
      lent = null
    }
  }
}
