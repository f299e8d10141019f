/** TensorFlow's own variable: what its update operations change in place, where a tfjs Variable is a tensor to replace. */
import { executeOp, executeOpForOutputs, tf, type Tensor } from '../tf'
import { float32 } from './attributes'

export interface Resource {
  /** What update operations take. */
  readonly handle: Tensor
  /** The value at this moment, which a later update does not change; shares memory until then. */
  read(): Tensor
  write(value: Tensor): void
  dispose(): void
}

let created = 0

/** A resource that holds `initial`; the caller disposes it. */
export function createResource(initial: Tensor): Resource {
  const attributes = {
    container: '',
    shared_name: `resource${created++}`,
    dtype: float32,
    shape: { shape: initial.shape }
  }
  const handle = tf.tidy(() => tf.keep(executeOp('VarHandleOp', attributes, [])))
  const resource: Resource = {
    handle,
    read: () => executeOp('ReadVariableOp', { dtype: float32 }, [handle]),
    write: (value) =>
      void executeOpForOutputs('AssignVariableOp', { dtype: float32 }, [handle, value], 0),
    dispose() {
      executeOpForOutputs('DestroyResourceOp', { ignore_lookup_error: true }, [handle], 0)
      handle.dispose()
    }
  }
  resource.write(initial)
  return resource
}
