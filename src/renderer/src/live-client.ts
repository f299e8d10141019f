/** MetricBatch, from the trainer's port to the stores: asks for the port, speaks `contract/live` on it, acknowledges. */
import { LIVE_PORT_MESSAGE } from '@shared/contract/app'
import type { Client } from '@shared/contract/define'
import {
  ACKNOWLEDGE_EVERY_BATCHES,
  liveContract,
  type Acknowledgement,
  type LiveContract
} from '@shared/contract/live'
import type { Port } from '@shared/contract/port'
import { createClient } from '@shared/contract/rpc'
import type { AppClient } from './app-client'

export interface LiveClient extends Client<LiveContract> {
  /** To be called for each batch that has been taken in; tells the trainer now and then, so that it goes on sending. */
  acknowledge(runId: string, seq: number): void
  close(): void
}

/** Starting a trainer that loads TensorFlow from a slow disk takes about half of this. */
const PORT_TIMEOUT_MS = 20_000

/** Asks main for a port to the trainer and waits for it. @throws when none arrives in time. */
export async function connectLive(app: AppClient, page: Window = window): Promise<LiveClient> {
  const arrival = waitForPort(page)
  try {
    await app.call.connectLive(undefined)
    return createLiveClient(wrapMessagePort(await arrival.port))
  } finally {
    arrival.stop()
  }
}

/** Speaks the live contract over any port. */
export function createLiveClient(port: Port): LiveClient {
  const client = createClient(liveContract, port)
  return {
    call: client.call,
    on: client.on,
    acknowledge(runId, seq) {
      if (seq % ACKNOWLEDGE_EVERY_BATCHES !== 0) return
      port.post({ type: 'acknowledge', runId, seq } satisfies Acknowledgement)
    },
    close() {
      client.close()
      port.close()
    }
  }
}

function waitForPort(page: Window): { port: Promise<MessagePort>; stop(): void } {
  const controller = new AbortController()
  const port = new Promise<MessagePort>((resolve, reject) => {
    page.addEventListener(
      'message',
      ({ data, ports, source }: MessageEvent<unknown>) => {
        const [first] = ports
        if (source === page && first && isLivePortMessage(data)) resolve(first)
      },
      { signal: controller.signal }
    )
    const timer = setTimeout(
      () => reject(new Error('The trainer gave no connection for live values.')),
      PORT_TIMEOUT_MS
    )
    controller.signal.addEventListener('abort', () => clearTimeout(timer))
  })
  // The call before it may fail first; its error is then the one that is heard.
  port.catch(() => {})
  return { port, stop: () => controller.abort() }
}

function isLivePortMessage(data: unknown): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    (data as { type?: unknown }).type === LIVE_PORT_MESSAGE
  )
}

/** A browser's MessagePort as a Port. Chromium tells of a closed port only from version 122 on. */
export function wrapMessagePort(port: MessagePort): Port {
  port.start()
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      const hear = ({ data }: MessageEvent<unknown>): void => listener(data)
      port.addEventListener('message', hear)
      return () => port.removeEventListener('message', hear)
    },
    onClose(listener) {
      port.addEventListener('close', listener)
      return () => port.removeEventListener('close', listener)
    },
    close: () => port.close()
  }
}
