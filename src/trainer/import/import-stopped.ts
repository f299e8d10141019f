/** How an import that was called off ends. */
import { LoadingStopped, pauseLoading } from '../datasets/dataset'

/** The name crosses processes, so that whoever asked can tell it from a failure. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped'
  constructor() {
    super('The import was cancelled; nothing was kept.')
  }
}

/** Lets a cancellation be heard. @throws ImportStopped when there was one. */
export async function pauseImport(signal: AbortSignal): Promise<void> {
  await pauseLoading(signal).catch((error: unknown) => {
    throw error instanceof LoadingStopped ? new ImportStopped() : error
  })
}
