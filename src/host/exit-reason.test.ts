import { expect, it } from 'vitest'
import { describeExit, isOutOfMemory } from './exit-reason'

it.each([
  [{ code: null, signal: 'SIGKILL' as const }, /was killed \(SIGKILL\).*memory ran out/],
  [{ code: null, signal: 'SIGSEGV' as const }, /crashed in native code \(SIGSEGV\)/],
  [{ code: null, signal: 'SIGTERM' as const }, /was killed \(SIGTERM\)/],
  [{ code: 0, signal: null }, /was killed, or ended without saying why/],
  [{ code: 3, signal: null }, /exit code 3/]
])('explains %j', (exit, reason) => {
  expect(describeExit(exit, '')).toMatch(reason)
})

it('finds lack of memory in what was printed, and does not repeat the print', () => {
  const output = "terminate called after throwing an instance of 'std::bad_alloc'\n  what(): secret"
  const reason = describeExit({ code: null, signal: 'SIGABRT' }, output)
  expect(reason).toMatch(/ran out of memory/)
  expect(reason).not.toContain('secret')
})

it('names what TensorFlow asked for before it crashed', () => {
  const output =
    'RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[2000,28,28,256] and type float on CPU'
  const reason = describeExit({ code: null, signal: 'SIGSEGV' }, output)
  expect(reason).toMatch(/ran out of memory when TensorFlow asked for a tensor of 2000x28x28x256/)
  expect(isOutOfMemory(reason)).toBe(true)
})

it('does not take every death for lack of memory', () => {
  expect(isOutOfMemory(describeExit({ code: null, signal: 'SIGSEGV' }, ''))).toBe(false)
})
