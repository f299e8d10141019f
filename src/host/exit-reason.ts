/** Says why a process of ours ended, as a sentence for the person at the screen. */
import { findRefusedTensor } from '@shared/memory'
import type { TrainerExit } from './trainer-connection'

/** `output` is the end of what the process printed; it is searched, never shown. `name` is what a person calls it. */
export function describeExit(
  { code, signal }: TrainerExit,
  output: string,
  name = 'trainer'
): string {
  if (MEMORY_WORDS.test(output)) {
    const asked = findRefusedTensor(output)
    const what = asked === null ? '' : ` when TensorFlow asked for ${asked}`
    return `The ${name} ${OUT_OF_MEMORY}${what}. Choose a smaller batch size or a smaller model.`
  }
  if (signal === 'SIGKILL') {
    return `The ${name} stopped: it was killed (SIGKILL), by a user or by the system because memory ran out.`
  }
  if (signal === 'SIGABRT') {
    return `The ${name} stopped: TensorFlow aborted it (SIGABRT). The ${name} log says at which operation.`
  }
  if (signal !== null) {
    return CRASHES.has(signal)
      ? `The ${name} stopped: it crashed in native code (${signal}). The ${name} log may say more.`
      : `The ${name} stopped: it was killed (${signal}).`
  }
  // Electron does not always learn of a signal in time; a trainer never ends by itself with code 0.
  if (code === 0 || code === null) {
    return `The ${name} stopped: it was killed, or ended without saying why.`
  }
  return `The ${name} stopped: it ended with exit code ${code}. The ${name} log says more.`
}

const OUT_OF_MEMORY = 'stopped: it ran out of memory'

/** True for the reason of a death of which advice on memory may help. */
export function isOutOfMemory(reason: string): boolean {
  return reason.includes(OUT_OF_MEMORY)
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
