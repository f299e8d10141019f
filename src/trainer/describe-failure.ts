/** Says why a run failed, as a sentence with a way out. */

import { findRefusedTensor } from '@shared/memory'

/** What the sentence may name. */
export interface FailureContext {
  readonly stepsDone: number
  /** What to do when memory has run out, as a sentence. */
  adviseOnMemory(): string
}

export function describeFailure(
  error: unknown,
  { stepsDone, adviseOnMemory }: FailureContext
): string {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && error.name === 'UserError') return message
  if (OUT_OF_MEMORY.test(message)) {
    const asked = findRefusedTensor(message)
    const what = asked === null ? '' : `: TensorFlow asked for ${asked}`
    return `Out of memory at step ${stepsDone}${what}. ${adviseOnMemory()}`
  }
  if (DISK_FULL.test(message)) {
    return `The disk is full: ${toSentence(message)} Free some space, then train again.`
  }
  return `Training failed at step ${stepsDone}: ${toSentence(message)}`
}

const OUT_OF_MEMORY =
  /\boom\b|resource[ _]exhausted|out of memory|bad_alloc|array buffer allocation failed|invalid typed array length/i
const DISK_FULL = /ENOSPC|no space left/i

/** TensorFlow's messages go on for lines about nodes and kernels; the first says what happened. */
function toSentence(message: string): string {
  const [first = ''] = message.trim().split('\n')
  return /[.!?]$/.test(first) ? first : `${first}.`
}
