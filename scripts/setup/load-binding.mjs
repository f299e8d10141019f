/** Loads tfjs-node from the given checkout, multiplies two matrices and prints the library's version. */

import { createRequire } from 'node:module'
import { join } from 'node:path'

const requireFrom = createRequire(join(process.argv[2] ?? process.cwd(), 'package.json'))

// tfjs-node 4.22 calls two helpers that Node 23 removed
const util = requireFrom('node:util')
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined
util.isArray ??= Array.isArray

const tf = requireFrom('@tensorflow/tfjs-node-gpu')
const product = tf.matMul(
  [
    [1, 2],
    [3, 4]
  ],
  [[10], [1]]
)
const values = Array.from(product.dataSync())
if (values.join() !== '12,34') throw new Error(`Wrong product of two matrices: ${values.join()}`)
console.log(tf.backend().binding.TF_Version)
