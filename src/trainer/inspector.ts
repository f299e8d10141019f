/** The inspector process: looks at data and networks, so that neither the window nor a training waits for a look. */
import { createInspectorService } from './inspect/inspector-service'
import { limitTensorFlow } from './inspect/limit-tensorflow'
import { connectParent } from './parent-port'
import { watchParent } from './parent-watch'
import { yieldToOthers } from './priority'

yieldToOthers()
limitTensorFlow()
watchParent()
const { port } = connectParent()
createInspectorService(port)
port.onClose(() => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
// Ctrl+C reaches every process of a terminal; what it means is for the parent to decide.
process.on('SIGINT', () => undefined)
