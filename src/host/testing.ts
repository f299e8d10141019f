/** What the host's tests share: a host over a real process, the fake trainer. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { TrainerStatus } from '@shared/contract/app'
import { createTemporaryFolder } from '@store/testing'
import { createNodeTrainerStarter } from './node-trainer-starter'
import { openRotatingLog } from './rotating-log'
import { TrainerHost, type TrainerHostOptions } from './trainer-host'

export type FakeBehaviour =
  | 'well'
  | 'aborts'
  | 'runs out of memory'
  | 'ignores SIGTERM'
  | 'never starts'
  | 'has no library'
  | 'dies soon'
  | 'hangs'
  | 'refuses runs'
  | 'is killed while training'
  | 'runs out of memory while training'

export const fakeTrainerFile = resolve('src/host/fixtures/fake-trainer.mjs')

/** A host whose trainer behaves as told; all waiting times are a hundredth of the real ones. */
export function createTestHost(
  behaviour: FakeBehaviour = 'well',
  options: Partial<TrainerHostOptions> = {}
) {
  vi.stubEnv('FAKE_TRAINER', behaviour)
  const logFile = join(createTemporaryFolder(), 'trainer.log')
  const host = new TrainerHost({
    starter: createNodeTrainerStarter(fakeTrainerFile),
    log: openRotatingLog(logFile),
    ...options,
    timings: {
      readyTimeoutMs: 5000,
      pingEveryMs: 10,
      unresponsiveAfterMs: 100,
      killAfterMs: 400,
      killWhileTrainingAfterMs: 60_000,
      restartAfterMs: 5,
      endTimeoutMs: 300,
      ...options.timings
    }
  })
  const statuses: TrainerStatus[] = []
  host.onDidChangeStatus((status) => statuses.push(status))
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await host.dispose()
  })
  return { host, statuses, readLog: () => readFileSync(logFile, 'utf8') }
}

/** Resolves when the host's status is of this kind. */
export async function waitForStatus(host: TrainerHost, kind: TrainerStatus['kind']): Promise<void> {
  await vi.waitUntil(() => host.status.kind === kind, { timeout: 10_000, interval: 5 })
}
