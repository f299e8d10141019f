/** Finds the checkpoint from which a run goes on, and says what a person should know about it. */
import { UserError } from '@shared/contract/define'
import type { RuntimeInfo, StartRun } from '@shared/contract/trainer'
import type { CheckpointPlace } from '@shared/run'
import type { Checkpoint } from './checkpoint'
import { checkpointFolderOf, readNewestCheckpoint } from './checkpoint-folder'

/** @throws UserError when there is none that can be used, or it is another run's. */
export function findCheckpoint(
  { folder, runId }: Pick<StartRun, 'folder' | 'runId'>,
  runtime: Pick<RuntimeInfo, 'tensorflowVersion' | 'isOneDnnEnabled'>
): { checkpoint: Checkpoint; notes: string[] } {
  const { checkpoint, problems } = readNewestCheckpoint(checkpointFolderOf(folder))
  if (!checkpoint) {
    const reason = problems.length > 0 ? problems.join(' ') : 'There is no checkpoint.'
    throw new UserError(`The run cannot be continued: ${reason} Train it again from the start.`)
  }
  if (checkpoint.header.runId !== runId) {
    throw new UserError(
      `The run cannot be continued: its checkpoint was written by another run (${checkpoint.header.runId}).`
    )
  }
  return { checkpoint, notes: [...problems, ...describeRuntime(checkpoint, runtime)] }
}

/** Where a run can go on, for whoever asks before it is tried; null when it cannot. */
export function findCheckpointPlace(folder: string): CheckpointPlace | null {
  const { checkpoint } = readNewestCheckpoint(checkpointFolderOf(folder))
  if (!checkpoint) return null
  const { step, position, epochsDone, plan } = checkpoint.header
  return {
    step,
    epoch: position.epoch,
    batch: position.batch,
    epochsDone,
    epochs: plan.epochs,
    learningRate: plan.baseLearningRate,
    isComplete: position.stage === 'test'
  }
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
