/** The trainer process: a port, a service behind it, and an end when the parent is gone. */
import { connectParent } from './parent-port'
import { watchParent } from './parent-watch'
import { yieldToOthers } from './priority'
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
