/** Code that needs the native library is loaded when it is first needed. */
import { UserError } from '@shared/contract/define'

/** A library that is missing or does not fit is nothing that the trainer could mend: it says so to whoever asks. */
export async function loadingTensorFlow<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const [reason = ''] = (error as Error).message.trim().split('\n')
    throw new UserError(`TensorFlow cannot be loaded: ${reason}. Run the set-up again.`)
  }
}
