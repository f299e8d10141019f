/** The trainer as the page sees it: how it is, its log, and the port on which live data comes. */
import { MessageChannelMain, shell } from 'electron'
import { LIVE_PORT_MESSAGE } from '@shared/contract/app'
import type { TrainerHost } from '@host/trainer-host'
import type { AppHandlers, Broadcast } from '../ipc'

export function createTrainer({
  host,
  logFile,
  broadcast
}: {
  host: TrainerHost
  logFile: string
  broadcast: Broadcast
}): Pick<AppHandlers, 'getTrainerStatus' | 'restartTrainer' | 'showTrainerLog' | 'connectLive'> {
  host.onDidChangeStatus((status) => broadcast('onDidChangeTrainer', status))
  return {
    getTrainerStatus: () => host.status,
    restartTrainer: () => host.restart(),
    showTrainerLog() {
      shell.showItemInFolder(logFile)
    },
    async connectLive(_input, { page }) {
      const { port1, port2 } = new MessageChannelMain()
      await host.sendLivePort(port1)
      page.postMessage(LIVE_PORT_MESSAGE, null, [port2])
    }
  }
}
