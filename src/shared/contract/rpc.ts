/** The only wire code: answers and asks the calls of a contract over a Port, and carries its events. */
import { z } from 'zod'
import type { CallName, Client, Contract, EventName, EventPayload, Handlers } from './define'
import { fromWireError, toWireError, wireErrorSchema } from './define'
import type { Port } from './port'

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('call'),
    id: z.number().int(),
    name: z.string(),
    input: z.unknown()
  }),
  z.object({ type: z.literal('answer'), id: z.number().int(), output: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: z.number().int(), error: wireErrorSchema }),
  z.object({ type: z.literal('event'), name: z.string(), payload: z.unknown() })
])

/** The answering side of a contract on one port. */
export interface Server<C extends Contract> {
  emit<N extends EventName<C>>(name: N, payload: EventPayload<C, N>): void
  close(): void
}

/** Answers the calls of `contract` that arrive on `port`. A malformed message is dropped; a malformed input is refused. */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  port: Port
): Server<C> {
  const off = port.onMessage((raw) => {
    const message = messageSchema.safeParse(raw)
    if (!message.success || message.data.type !== 'call') return
    const { id, name, input } = message.data
    answerCall(contract, handlers, name, input, undefined as void).then(
      (output) => port.post({ type: 'answer', id, output }),
      (error: unknown) => port.post({ type: 'refusal', id, error: toWireError(error) })
    )
  })
  return {
    emit: (name, payload) => port.post({ type: 'event', name, payload }),
    close: off
  }
}

/** Parses the input of one call, runs its handler, and throws what the asker should hear. */
export async function answerCall<C extends Contract, Context>(
  contract: C,
  handlers: Handlers<C, Context>,
  name: string,
  input: unknown,
  context: Context
): Promise<unknown> {
  const definition = Object.hasOwn(contract.calls, name) ? contract.calls[name] : undefined
  if (!definition) throw new TypeError(`Unknown call '${name}'.`)
  const parsed = definition.input.safeParse(input)
  if (!parsed.success) throw new TypeError(`Call '${name}': ${z.prettifyError(parsed.error)}`)
  const handler = handlers[name as CallName<C>] as (input: unknown, context: Context) => unknown
  return handler(parsed.data, context)
}

/** Asks the calls of `contract` over `port`. Every open call fails when the port closes. */
export function createClient<C extends Contract>(
  contract: C,
  port: Port
): Client<C> & { close(): void } {
  const pending = new Map<
    number,
    { name: string; resolve(output: unknown): void; reject(error: Error): void }
  >()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let nextId = 1
  let isClosed = false

  const offMessage = port.onMessage((raw) => {
    const message = messageSchema.safeParse(raw)
    if (message.success) hear(message.data)
  })
  const offClose = port.onClose(close)

  function hear(message: z.infer<typeof messageSchema>): void {
    if (message.type === 'event') {
      const definition = contract.events[message.name]
      const payload = definition?.payload.safeParse(message.payload)
      if (!payload?.success) return
      for (const listener of [...(listeners.get(message.name) ?? [])])
        listener(payload.data as never)
    } else if (message.type !== 'call') {
      const asked = pending.get(message.id)
      if (!asked) return
      pending.delete(message.id)
      if (message.type === 'refusal') return asked.reject(fromWireError(message.error))
      const output = contract.calls[asked.name]?.output.safeParse(message.output)
      if (output?.success) asked.resolve(output.data)
      else asked.reject(new TypeError(`The answer to '${asked.name}' has an unexpected form.`))
    }
  }

  function ask(name: string, input: unknown): Promise<unknown> {
    if (isClosed) return Promise.reject(closedError(name))
    return new Promise((resolve, reject) => {
      const id = nextId++
      pending.set(id, { name, resolve, reject })
      port.post({ type: 'call', id, name, input })
    })
  }

  function close(): void {
    if (isClosed) return
    isClosed = true
    offMessage()
    offClose()
    for (const asked of pending.values()) asked.reject(closedError(asked.name))
    pending.clear()
  }

  const names = Object.keys(contract.calls)
  return {
    call: Object.fromEntries(
      names.map((name) => [name, (input: unknown) => ask(name, input)])
    ) as Client<C>['call'],
    on(name, listener) {
      const heard = listeners.get(name) ?? new Set()
      listeners.set(name, heard.add(listener as (payload: never) => void))
      return () => heard.delete(listener as (payload: never) => void)
    },
    close
  }
}

/** The name of errors that mean "the other process went away", so that callers can tell them from refusals. */
export const CONNECTION_CLOSED = 'ConnectionClosedError'

function closedError(name: string): Error {
  const error = new Error(`The other process closed before it answered '${name}'.`)
  error.name = CONNECTION_CLOSED
  return error
}
