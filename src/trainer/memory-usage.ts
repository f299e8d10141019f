/** Says how much memory the process holds, and how many tensors. */
import type { MemoryUsage } from '@shared/contract/trainer'
import { tf } from './tf'

const KILOBYTE = 1024

export function getMemoryUsage(): MemoryUsage {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  return {
    residentBytes: rss,
    peakResidentBytes: process.resourceUsage().maxRSS * KILOBYTE,
    heapBytes: heapUsed,
    bufferBytes: arrayBuffers,
    tensors: tf.memory().numTensors
  }
}
