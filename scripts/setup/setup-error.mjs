/** An error of the set-up: the thing, the reason and the way out, in one sentence a person can act on. */

export class SetupError extends Error {
  /**
   * @param {string} message the thing, the reason and the way out
   * @param {{ cause?: unknown, logPath?: string }} [options] logPath: a file with the full output
   */
  constructor(message, { cause, logPath } = {}) {
    super(message, { cause })
    this.name = 'SetupError'
    this.logPath = logPath
  }
}

/**
 * What a person reads about an error: a sentence for ours, the stack for one nobody foresaw.
 * @param {unknown} error
 */
export function describeError(error) {
  if (error instanceof SetupError) {
    return error.logPath ? `${error.message} (full output: ${error.logPath})` : error.message
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * A file system that is full or read-only is the person's to repair, so it gets a sentence too.
 * @param {unknown} error
 * @param {string} folder
 */
export function explainFileError(error, folder) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC') {
    return new SetupError(
      `The disk that holds ${folder} is full. Free some space, or set RECEPTIVE_CACHE_DIR to a folder on another disk, and start again.`,
      { cause: error }
    )
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new SetupError(
      `${folder} cannot be written to (${code}). Make it writable, or set RECEPTIVE_CACHE_DIR to a folder that is.`,
      { cause: error }
    )
  }
  return error
}
