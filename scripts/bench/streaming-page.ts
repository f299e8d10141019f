/** The window of the streaming benchmark: reads the live data through the page's own client, parses and acknowledges it. */
import { ipcRenderer } from 'electron'
import {
  createLiveClient,
  wrapMessagePort,
  type LiveClient
} from '../../src/renderer/src/live-client'

let live: LiveClient | null = null
let batches = 0

ipcRenderer.on('attach', ({ ports: [port] }) => {
  if (!port) return
  const client = createLiveClient(wrapMessagePort(port))
  client.on('onProgress', () => undefined)
  client.on('onPredictions', () => undefined)
  client.on('onMetrics', ({ runId, seq }) => {
    batches++
    client.acknowledge(runId, seq)
  })
  live = client
  batches = 0
  void client.call.attach(undefined).then(() => ipcRenderer.send('attached'))
})

ipcRenderer.on('detach', () => {
  live?.close()
  ipcRenderer.send('detached', batches)
})
