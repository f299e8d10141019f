/** The table of optimizers. To add one: its file, and its line here. */
import type { OptimizerKey, OptimizerSettings } from '@shared/optimizers'
import type { Variable } from '../tf'
import { adadelta } from './adadelta'
import { adagrad } from './adagrad'
import { adam } from './adam'
import { adamw } from './adamw'
import { nadam } from './nadam'
import { createNativeOptimizer, type NativeRule } from './native-optimizer'
import { createOptimizerFromRule, type Optimizer, type UpdateRule } from './optimizer'
import { rmsprop } from './rmsprop'
import { sgd } from './sgd'

const rules = { adam, sgd, rmsprop, adamw, nadam, adagrad, adadelta } as const satisfies {
  [K in OptimizerKey]: (
    settings: Extract<OptimizerSettings, { kind: K }>
  ) => UpdateRule | NativeRule
}

/** An optimizer of these variables; the caller disposes it. */
export function createOptimizer(
  settings: OptimizerSettings,
  variables: readonly Variable[]
): Optimizer {
  const createRule = rules[settings.kind] as (
    settings: OptimizerSettings
  ) => UpdateRule | NativeRule
  const rule = createRule(settings)
  const options = { variables, learningRate: settings.learningRate }
  return 'beginStep' in rule
    ? createNativeOptimizer(rule, options)
    : createOptimizerFromRule(rule, options)
}
