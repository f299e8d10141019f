/** The table of callbacks. To add one: its file, and its line here and in the schema below. */
import { z } from 'zod'
import type { CallbackDefinition } from './callback'
import { earlyStopping, earlyStoppingSchema } from './early-stopping'
import { modelCheckpoint, modelCheckpointSchema } from './model-checkpoint'
import { reduceLrOnPlateau, reduceLrOnPlateauSchema } from './reduce-lr-on-plateau'

export const callbacks = {
  'early-stopping': earlyStopping,
  'model-checkpoint': modelCheckpoint,
  'reduce-lr-on-plateau': reduceLrOnPlateau
} as const

export type CallbackKind = keyof typeof callbacks

export const callbackSchema = z.discriminatedUnion('kind', [
  earlyStoppingSchema,
  modelCheckpointSchema,
  reduceLrOnPlateauSchema
])
export type CallbackSettings = z.output<typeof callbackSchema>

/** The definition that belongs to some settings. */
export function callbackOf(
  settings: CallbackSettings
): CallbackDefinition<CallbackSettings, unknown> {
  return callbacks[settings.kind] as unknown as CallbackDefinition<CallbackSettings, unknown>
}
