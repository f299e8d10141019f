/** Where the shown run can go on, asked for when it has ended or is held. */
import { computed, shallowRef, watch, type ShallowRef } from 'vue'
import { isActive, type CheckpointPlace, type RunRecord } from '@shared/run'
import { useAppClient } from '../app-client'
import { useRunEventsStore } from '../stores/run-events'
import { useTrainerStore } from '../stores/trainer'

/** Null while it is not known, while the run is at work, and when it has no whole checkpoint. */
export function useCheckpointPlace(
  getRecord: () => RunRecord
): Readonly<ShallowRef<CheckpointPlace | null>> {
  const app = useAppClient()
  const trainer = useTrainerStore()
  const events = useRunEventsStore()
  const place = shallowRef<CheckpointPlace | null>(null)

  /** Changes when there may be another place; null when there is none to ask for. */
  const moment = computed(() => {
    const { id, state, stepsDone, epochs } = getRecord()
    // A change while it is held makes a checkpoint with other settings, and an event.
    const changes = state === 'paused' ? events.get(id).length : 0
    const hasRested = !isActive(state) || state === 'paused'
    return hasRested && trainer.status.kind === 'ready'
      ? [id, state, stepsDone, epochs, changes].join(' ')
      : null
  })

  async function ask(asked: string | null): Promise<void> {
    place.value = null
    if (asked === null) return
    const found = await app.call.getRunCheckpoint({ runId: getRecord().id })
    if (moment.value === asked) place.value = found
  }

  // Without an answer there is nothing to offer; a trainer that died over the question says so itself.
  watch(moment, (asked) => void ask(asked).catch(() => (place.value = null)), { immediate: true })
  return place
}
