/** How much of the machine a process of ours asks for. */
import os from 'node:os'

/** The window and everything else on the machine go first; TensorFlow's threads inherit the priority. */
export function yieldToOthers(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Not allowed on some systems; training works all the same.
  }
}
