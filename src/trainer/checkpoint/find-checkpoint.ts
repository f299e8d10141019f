/** Finds the checkpoint from which a run goes on, and says what a person should know about it. */
import { UserError } from '@shared/contract/define'
import type { RuntimeInfo, StartRun } from '@shared/contract/trainer'
import type { Experiment } from '@shared/experiment'
import type { Checkpoint } from './checkpoint'
import { checkpointFolderOf, readNewestCheckpoint } from './checkpoint-folder'

/** @throws UserError when there is none that can be used, or it is another run's. */
export function findCheckpoint(
  { folder, runId, training }: Pick<StartRun, 'folder' | 'runId'> & Pick<Experiment, 'training'>,
  runtime: Pick<RuntimeInfo, 'tensorflowVersion' | 'isOneDnnEnabled'>
): { checkpoint: Checkpoint; notes: string[] } {
  const { checkpoint, problems } = readNewestCheckpoint(checkpointFolderOf(folder))
  if (!checkpoint) {
    const reason = problems.length > 0 ? problems.join(' ') : 'There is no checkpoint.'
    throw new UserError(`The run cannot be continued: ${reason} Train it again from the start.`)
  }
  const { header } = checkpoint
  const { seed, callbacks } = training
  const isOwn = header.runId === runId && header.seed === seed
  if (!isOwn || header.callbackStates.length !== callbacks.length) {
    throw new UserError(
      `The run cannot be continued: its checkpoint was written by another run or experiment (${header.runId}, seed ${header.seed}, ${header.callbackStates.length} callbacks).`
    )
  }
  return { checkpoint, notes: [...problems, ...describeRuntime(checkpoint, runtime)] }
}

/** Other kernels round otherwise. */
function describeRuntime(
  { header }: Checkpoint,
  runtime: Pick<RuntimeInfo, 'tensorflowVersion' | 'isOneDnnEnabled'>
): string[] {
  const isSame =
    header.tensorflowVersion === runtime.tensorflowVersion &&
    header.isOneDnnEnabled === runtime.isOneDnnEnabled
  return isSame
    ? []
    : [
        `Continued on TensorFlow ${describe(runtime)}; begun on ${describe(header)}. The last digits may differ from a run that was not interrupted.`
      ]
}

function describe({
  tensorflowVersion,
  isOneDnnEnabled
}: Pick<RuntimeInfo, 'tensorflowVersion' | 'isOneDnnEnabled'>): string {
  return `${tensorflowVersion} ${isOneDnnEnabled ? 'with' : 'without'} oneDNN`
}
