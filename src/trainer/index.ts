/** The trainer process: a port, a service behind it, and an end when the parent is gone. */
import os from 'node:os'
import { connectParent } from './parent-port'
import { watchParent } from './parent-watch'
import { createTrainerService } from './trainer-service'

yieldToOthers()
watchParent()
const { port, onLivePort } = connectParent()
const service = createTrainerService(port)
onLivePort(service.addWindow)
port.onClose(exit)
process.on('SIGTERM', exit)
// Ctrl+C reaches every process of a terminal; what it means is for the parent to decide.
process.on('SIGINT', () => undefined)

function exit(): void {
  try {
    service.flush()
  } finally {
    process.exit(0)
  }
}

/** The window and everything else on the machine go first; TensorFlow's threads inherit the priority. */
function yieldToOthers(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Not allowed on some systems; training works all the same.
  }
}
