/** Says why a trainer ended, as a sentence for the person at the screen. */
import { findRefusedTensor } from '@shared/memory'
import type { TrainerExit } from './trainer-connection'

/** `output` is the end of what the process printed; it is searched, never shown. */
export function describeExit({ code, signal }: TrainerExit, output: string): string {
  if (MEMORY_WORDS.test(output)) {
    const asked = findRefusedTensor(output)
    const what = asked === null ? '' : ` when TensorFlow asked for ${asked}`
    return `${OUT_OF_MEMORY}${what}. Choose a smaller batch size or a smaller model.`
  }
  if (signal === 'SIGKILL') {
    return 'The trainer stopped: it was killed (SIGKILL), by a user or by the system because memory ran out.'
  }
  if (signal === 'SIGABRT') {
    return 'The trainer stopped: TensorFlow aborted it (SIGABRT). The trainer log says at which operation.'
  }
  if (signal !== null) {
    return CRASHES.has(signal)
      ? `The trainer stopped: it crashed in native code (${signal}). The trainer log may say more.`
      : `The trainer stopped: it was killed (${signal}).`
  }
  // Electron does not always learn of a signal in time; a trainer never ends by itself with code 0.
  if (code === 0 || code === null) {
    return 'The trainer stopped: it was killed, or ended without saying why.'
  }
  return `The trainer stopped: it ended with exit code ${code}. The trainer log says more.`
}

const OUT_OF_MEMORY = 'The trainer stopped: it ran out of memory'

/** True for the reason of a death of which advice on memory may help. */
export function isOutOfMemory(reason: string): boolean {
  return reason.startsWith(OUT_OF_MEMORY)
}

/** What V8, the C++ library, TensorFlow and glibc say before they give up. */
const MEMORY_WORDS =
  /heap out of memory|std::bad_alloc|cannot allocate memory|failed to allocate memory|OOM when allocating/i

const CRASHES: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGSEGV',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP'
])
