import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { call, defineContract, event, nothing, UserError, type Handlers } from './define'
import { createPortPair } from './port'
import { CONNECTION_CLOSED, createClient, serve } from './rpc'

const contract = defineContract({
  calls: {
    double: call(z.number(), z.number()),
    fail: call(nothing, nothing),
    lie: call(nothing, z.number()),
    hang: call(nothing, nothing)
  },
  events: { onTick: event(z.object({ values: z.instanceof(Float64Array) })) }
})

const handlers: Handlers<typeof contract> = {
  double: (value) => value * 2,
  fail() {
    throw new UserError('Choose a folder first.')
  },
  lie: () => 'seven' as unknown as number,
  hang: () => new Promise(() => {})
}

function connect() {
  const [left, right] = createPortPair(structuredClone)
  return {
    server: serve(contract, handlers, left),
    client: createClient(contract, right),
    left,
    right
  }
}

describe('rpc over a port', () => {
  it('carries a call and its answer', async () => {
    expect(await connect().client.call.double(21)).toBe(42)
  })

  it('keeps the name and the sentence of an error', async () => {
    await expect(connect().client.call.fail(undefined)).rejects.toMatchObject({
      name: 'UserError',
      message: 'Choose a folder first.'
    })
  })

  it('refuses an input of the wrong form before the handler sees it', async () => {
    await expect(connect().client.call.double('21' as never)).rejects.toThrow(/Call 'double'/)
  })

  it('refuses an answer of the wrong form', async () => {
    await expect(connect().client.call.lie(undefined)).rejects.toThrow(/unexpected form/)
  })

  it('refuses the names of object members that are no calls', async () => {
    const { right, left } = connect()
    const heard = vi.fn()
    right.onMessage(heard)
    right.post({ type: 'call', id: 1, name: 'constructor', input: undefined })
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    expect(heard.mock.calls[0]?.[0]).toMatchObject({
      type: 'refusal',
      error: { message: "Unknown call 'constructor'." }
    })
    left.close()
  })

  it('survives messages that are no messages', async () => {
    const { client, right } = connect()
    for (const garbage of [null, 7, 'x', [], { type: 'call' }, { type: 'event', name: 3 }]) {
      right.post(garbage)
    }
    expect(await client.call.double(4)).toBe(8)
  })

  it('delivers events with their typed arrays until unsubscribed, and drops malformed ones', async () => {
    const { server, client } = connect()
    const heard: Float64Array[] = []
    const off = client.on('onTick', ({ values }) => heard.push(values))
    server.emit('onTick', { values: new Float64Array([1, 2]) })
    server.emit('onTick', { values: [3] as never })
    await client.call.double(1)
    off()
    server.emit('onTick', { values: new Float64Array([4]) })
    await client.call.double(1)
    expect(heard).toEqual([new Float64Array([1, 2])])
  })

  it('fails every open call when the other side goes away', async () => {
    const { client, left } = connect()
    const open = client.call.hang(undefined)
    left.close()
    await expect(open).rejects.toMatchObject({ name: CONNECTION_CLOSED })
    await expect(client.call.double(1)).rejects.toMatchObject({ name: CONNECTION_CLOSED })
  })
})
