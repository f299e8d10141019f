/** Says why a run failed, as a sentence with a way out. */

/** What the sentence may name. */
export interface FailureContext {
  readonly stepsDone: number
  readonly batchSize: number
}

export function describeFailure(error: unknown, { stepsDone, batchSize }: FailureContext): string {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && error.name === 'UserError') return message
  if (OUT_OF_MEMORY.test(message)) {
    return `Out of memory at step ${stepsDone}. Make the batch size smaller (now ${batchSize}), or the model.`
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
