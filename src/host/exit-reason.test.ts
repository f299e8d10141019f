import { expect, it } from 'vitest'
import { describeExit } from './exit-reason'

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
