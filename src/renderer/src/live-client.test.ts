import { describe, expect, it } from 'vitest'
import { LIVE_PORT_MESSAGE } from '@shared/contract/app'
import { liveContract } from '@shared/contract/live'
import { serve } from '@shared/contract/rpc'
import { createTestApp } from './fixtures/test-app'
import { connectLive, wrapMessagePort } from './live-client'

describe('connecting to the trainer', () => {
  it('takes the port from the window message that follows the call', async () => {
    const channel = new MessageChannel()
    serve(
      liveContract,
      { attach: () => ({ runId: 'run-7', seq: 3 }) },
      wrapMessagePort(channel.port1)
    )
    const { client } = createTestApp({
      connectLive() {
        const data = { type: LIVE_PORT_MESSAGE }
        const ports = [channel.port2]
        window.dispatchEvent(new MessageEvent('message', { data, ports, source: window }))
        return undefined
      }
    })
    const live = await connectLive(client)
    expect(await live.call.attach(undefined)).toEqual({ runId: 'run-7', seq: 3 })
    live.close()
  })

  it('fails with the reason that main gives', async () => {
    const { client } = createTestApp({
      connectLive() {
        throw new Error('The trainer is not running.')
      }
    })
    await expect(connectLive(client)).rejects.toThrow('The trainer is not running.')
  })
})
