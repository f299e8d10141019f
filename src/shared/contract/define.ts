/** The vocabulary of contracts: a call or an event is a value, so that its name and its types are born together. */
import { z } from 'zod'

/** Something one process may ask of another. The input is parsed by whoever answers, the output by whoever asked. */
export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call'
  readonly input: I
  readonly output: O
}

/** Something one process tells another. The payload is parsed by whoever hears it. */
export interface EventDefinition<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: P
}

export interface Contract {
  readonly calls: Readonly<Record<string, CallDefinition>>
  readonly events: Readonly<Record<string, EventDefinition>>
}

export function call<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O
): CallDefinition<I, O> {
  return { kind: 'call', input, output }
}

export function event<P extends z.ZodType>(payload: P): EventDefinition<P> {
  return { kind: 'event', payload }
}

export function defineContract<const C extends Contract>(contract: C): C {
  return contract
}

export type CallName<C extends Contract> = keyof C['calls'] & string
export type EventName<C extends Contract> = keyof C['events'] & string
export type CallInput<C extends Contract, N extends CallName<C>> = z.input<C['calls'][N]['input']>
export type CallOutput<C extends Contract, N extends CallName<C>> = z.output<
  C['calls'][N]['output']
>
export type EventPayload<C extends Contract, N extends EventName<C>> = z.output<
  C['events'][N]['payload']
>

/** One handler per call; forgetting one is a compile error. `Context` is what the border knows of the asker. */
export type Handlers<C extends Contract, Context = void> = {
  readonly [N in CallName<C>]: (
    input: z.output<C['calls'][N]['input']>,
    context: Context
  ) => Promise<z.input<C['calls'][N]['output']>> | z.input<C['calls'][N]['output']>
}

/** The asking side of a contract: `client.call.stopTraining({ runId })`, `client.on('onDidChangeRun', ...)`. */
export interface Client<C extends Contract> {
  readonly call: {
    readonly [N in CallName<C>]: (input: CallInput<C, N>) => Promise<CallOutput<C, N>>
  }
  /** Subscribes to an event; returns the function that ends the subscription. */
  on<N extends EventName<C>>(name: N, listener: (payload: EventPayload<C, N>) => void): () => void
}

/** What crosses a border in place of an Error, whose class would not survive. */
export const wireErrorSchema = z.object({ name: z.string(), message: z.string() })
export type WireError = z.infer<typeof wireErrorSchema>

export type Outcome = { ok: true; output: unknown } | { ok: false; error: WireError }

export function toWireError(error: unknown): WireError {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) }
}

/** Rebuilds an Error on the asking side, keeping the name so that callers can tell user errors from faults. */
export function fromWireError({ name, message }: WireError): Error {
  const error = new Error(message)
  error.name = name
  return error
}

/** An error whose message is a sentence for the person at the screen: expected, and shown without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** No value: what a call without input takes and a call without output gives. */
export const nothing = z.void()

/** A Float64Array, from any realm: structured clones keep the kind but not always the constructor. */
export function float64Array() {
  return z.custom<Float64Array>(
    (value) => Object.prototype.toString.call(value) === '[object Float64Array]',
    { error: 'expected a Float64Array' }
  )
}

/** A Uint8Array (Node's Buffer included), from any realm. */
export function uint8Array() {
  return z.custom<Uint8Array>(
    (value) => Object.prototype.toString.call(value) === '[object Uint8Array]',
    { error: 'expected a Uint8Array' }
  )
}
