/** The page's side of the contract with main: typed calls and events over what the preload exposes. */
import { inject, type InjectionKey } from 'vue'
import { z } from 'zod'
import { appContract, type AppContract, type ExposedApp } from '@shared/contract/app'
import {
  fromWireError,
  wireErrorSchema,
  type Client,
  type EventPayload
} from '@shared/contract/define'

export interface AppClient extends Client<AppContract> {
  /** Where a dropped file lies on the disk; empty when it lies nowhere. */
  pathOf(file: File): string
}

export const appClientKey: InjectionKey<AppClient> = Symbol('app client')

/** The client that `main.ts` provides. @throws when used outside of the application or a test that provides one. */
export function useAppClient(): AppClient {
  const client = inject(appClientKey, null)
  if (!client) throw new Error('No app client is provided: call app.provide(appClientKey, ...).')
  return client
}

/** Wraps the exposed functions; every answer and every event is parsed before anybody sees it. */
export function createAppClient(exposed: ExposedApp): AppClient {
  return {
    call: Object.fromEntries(
      Object.keys(appContract.calls).map((name) => [
        name,
        (input: unknown) => ask(exposed, name, input)
      ])
    ) as AppClient['call'],
    on(name, listener) {
      const { payload: schema } = appContract.events[name]
      return exposed.on(name, (payload) => {
        const parsed = schema.safeParse(payload)
        if (parsed.success) listener(parsed.data as EventPayload<AppContract, typeof name>)
        else console.error(`Event '${name}': ${z.prettifyError(parsed.error)}`)
      })
    },
    // The older Electron tells it in the page already, and does not let a File through its bridge.
    pathOf: (file) => (file as { path?: string }).path ?? exposed.pathOf(file)
  }
}

const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireErrorSchema })
])

async function ask(exposed: ExposedApp, name: string, input: unknown): Promise<unknown> {
  const outcome = outcomeSchema.parse(await exposed.call[name]?.(input))
  if (!outcome.ok) throw fromWireError(outcome.error)
  const definition = appContract.calls[name as keyof typeof appContract.calls]
  const parsed = definition.output.safeParse(outcome.output)
  if (!parsed.success) {
    throw new TypeError(`The answer to '${name}': ${z.prettifyError(parsed.error)}`)
  }
  return parsed.data
}
