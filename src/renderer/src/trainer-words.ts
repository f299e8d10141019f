/** The state of the trainer, and the loss of one, as people read them. */
import { assertNever } from '@shared/assert-never'
import type { TrainerStatus } from '@shared/contract/app'
import { formatCount } from '@shared/format'
import type { RunRecord } from '@shared/run'
import type { RuntimeInfo } from '@shared/contract/trainer'
import type { Tone } from './components/tone'

export interface TrainerWords {
  readonly tone: Tone
  readonly text: string
}

export function describeTrainer(status: TrainerStatus): TrainerWords {
  switch (status.kind) {
    case 'starting':
      return { tone: 'active', text: 'Trainer starting' }
    case 'ready':
      return {
        tone: 'good',
        text: `Trainer ready · TensorFlow ${status.runtime.tensorflowVersion}`
      }
    case 'unresponsive':
      return {
        tone: 'warning',
        text: `Trainer not responding for ${Math.round(status.sinceMs / 1000)} s`
      }
    case 'restarting':
      return { tone: 'warning', text: 'Trainer starting again' }
    case 'failed':
      return { tone: 'bad', text: 'Trainer not running' }
    default:
      return assertNever(status)
  }
}

/** `CPU · oneDNN`: what the trainer computes on. */
export function describeDevice({ device, isOneDnnEnabled }: RuntimeInfo): string {
  if (device === 'gpu') return 'GPU · CUDA'
  return isOneDnnEnabled ? 'CPU · oneDNN' : 'CPU'
}

/** What happened to a run whose trainer died, what is kept, and what comes next. */
export function describeLostRun(run: RunRecord, status: TrainerStatus): string {
  const next =
    status.kind === 'ready'
      ? 'A new trainer is ready.'
      : status.kind === 'failed'
        ? 'No new trainer could be started.'
        : 'A new trainer is starting.'
  const kept =
    run.stepsDone > 0
      ? `The run "${run.name}" keeps its metrics up to step ${formatCount(run.stepsDone)}.`
      : `The run "${run.name}" had not made a step.`
  return `${asSentence(run.reason)} ${kept} ${next}`
}

/** The reason on its own feet: that of a dead trainer says so itself. */
function asSentence(reason: string | null): string {
  if (reason === null) return 'The trainer stopped.'
  return reason.startsWith('The trainer') ? reason : `The trainer stopped: ${reason}`
}
