/** The importer process: like the trainer a child of its parent, but it lives for one import and knows no TensorFlow. */
import { createImporterService } from './import/importer-service'
import { connectParent } from './parent-port'

const { port } = connectParent()
createImporterService(port)
// A parent that is gone wants nothing any more; what was half-written is removed by the next import.
port.onClose(() => process.exit(0))
process.on('SIGINT', () => undefined)
