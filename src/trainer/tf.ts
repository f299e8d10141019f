/** The one import of the native library: `tf`, and a way to call any TensorFlow operation by its name. */
import { createRequire } from 'node:module'
import util from 'node:util'
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu'
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend'
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding'

export type { LayersModel, Scalar, Tensor, Variable } from '@tensorflow/tfjs-node-gpu'

restoreRemovedHelpers()

// A require, because a bundler would lift an import above the line before it.
export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow
tf.enableProdMode()

/** What an operation is told beside its inputs. Whole numbers are ints; `float` marks a float that may be whole. */
export type OpAttribute =
  | number
  | boolean
  | string
  | readonly number[]
  | { readonly dtype: NativeType }
  | { readonly shape: readonly number[] }
  | { readonly float: number }

export type NativeType = 'float32' | 'int32' | 'bool' | 'uint8' | 'string'

/** Calls a TensorFlow operation that has one output. Gradients do not flow through it: see tf.customGrad. */
export function executeOp(
  name: string,
  attributes: Readonly<Record<string, OpAttribute>>,
  inputs: readonly TensorFlow.Tensor[]
): TensorFlow.Tensor {
  return getBackend().executeSingleOutput(name, toNativeAttributes(attributes), [...inputs])
}

/** Calls a TensorFlow operation that has several outputs. */
export function executeOpForOutputs(
  name: string,
  attributes: Readonly<Record<string, OpAttribute>>,
  inputs: readonly TensorFlow.Tensor[],
  outputCount: number
): TensorFlow.Tensor[] {
  const native = toNativeAttributes(attributes)
  return getBackend().executeMultipleOutputs(name, native, [...inputs], outputCount)
}

/** Copies bytes into a tensor of uint8, which tfjs takes for one of int32: only operations called by name can use it. */
export function createByteTensor(bytes: Uint8Array, shape: readonly number[]): TensorFlow.Tensor {
  const backend = getBackend()
  const dtype = backend.binding.TF_UINT8
  const id = backend.binding.createTensor([...shape], dtype, bytes)
  // Private in its types; every operation's result is wrapped by it.
  return backend['createOutputTensor']({ id, shape: [...shape], dtype })
}

export function getBackend(): NodeJSKernelBackend {
  return tf.backend() as NodeJSKernelBackend
}

function toNativeAttributes(attributes: Readonly<Record<string, OpAttribute>>): TFEOpAttr[] {
  const { binding } = getBackend()
  return Object.entries(attributes).map(([name, attribute]) => ({
    name,
    ...toNativeAttribute(attribute, binding)
  }))
}

function toNativeAttribute(
  attribute: OpAttribute,
  binding: TFJSBinding
): Pick<TFEOpAttr, 'type' | 'value'> {
  switch (typeof attribute) {
    case 'boolean':
      return { type: binding.TF_ATTR_BOOL, value: attribute }
    case 'string':
      return { type: binding.TF_ATTR_STRING, value: attribute }
    case 'number':
      return { type: binding.TF_ATTR_INT, value: attribute }
    case 'object':
      if ('dtype' in attribute) {
        return { type: binding.TF_ATTR_TYPE, value: toNativeType(attribute.dtype, binding) }
      }
      if ('shape' in attribute) {
        return { type: binding.TF_ATTR_SHAPE, value: [...attribute.shape] }
      }
      if ('float' in attribute) return { type: binding.TF_ATTR_FLOAT, value: attribute.float }
      return { type: binding.TF_ATTR_INT, value: [...attribute] }
  }
}

function toNativeType(dtype: NativeType, binding: TFJSBinding): number {
  const types: Record<NativeType, number> = {
    float32: binding.TF_FLOAT,
    int32: binding.TF_INT32,
    bool: binding.TF_BOOL,
    uint8: binding.TF_UINT8,
    string: binding.TF_STRING
  }
  return types[dtype]
}

/** tfjs-node 4.22 calls two helpers of node:util that Node 23 removed. */
function restoreRemovedHelpers(): void {
  const helpers = util as unknown as Record<string, unknown>
  helpers.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  helpers.isArray ??= Array.isArray
}
