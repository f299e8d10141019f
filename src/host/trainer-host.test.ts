import { describe, expect, it, vi } from 'vitest'
import { createTestHost, waitForStatus } from './testing'

describe('a trainer that is well', () => {
  it('is ready once it has said what it runs on', async () => {
    const { host, statuses } = createTestHost()
    const client = await host.whenReady()
    expect(host.status).toMatchObject({ kind: 'ready', runtime: { tensorflowVersion: '2.21.0' } })
    expect(await client.call.listDatasets([])).toHaveLength(1)
    expect(statuses.map(({ kind }) => kind)).toEqual(['ready'])
  })

  it('is started once, however many ask for it', async () => {
    const { host, readLog } = createTestHost()
    host.start()
    const clients = await Promise.all([host.whenReady(), host.whenReady(), host.whenReady()])
    expect(new Set(clients).size).toBe(1)
    expect(readLog().match(/is started/g)).toHaveLength(1)
  })

  it('has what it prints in the log', async () => {
    const { host, readLog } = createTestHost()
    await host.whenReady()
    await host.dispose()
    expect(readLog()).toMatch(
      /The trainer is started\.\na line of TensorFlow\n.*is ready.*\n.*was ended/
    )
  })

  it('is another process after a restart, and the old one is reported', async () => {
    const { host } = createTestHost()
    const heard = vi.fn()
    host.onDidDie(heard)
    const first = await host.whenReady()
    await host.restart()
    expect(await host.whenReady()).not.toBe(first)
    expect(heard).toHaveBeenCalledWith('The trainer was restarted.')
  })
})

describe('a trainer that dies', () => {
  it('is started again at most five times, then waits for a person', async () => {
    const { host, statuses } = createTestHost('dies soon')
    host.start()
    await waitForStatus(host, 'failed')
    const attempts = statuses.flatMap((one) => (one.kind === 'restarting' ? [one.attempt] : []))
    expect(attempts).toEqual([1, 2, 3, 4, 5])
    await expect(host.whenReady()).rejects.toThrow(/ended with exit code 3/)
  })

  it('starts again when a person says so', async () => {
    const { host } = createTestHost('dies soon', { maxRestarts: 0 })
    host.start()
    await waitForStatus(host, 'failed')
    vi.stubEnv('FAKE_TRAINER', 'well')
    await host.restart()
    await expect(host.whenReady()).resolves.toBeDefined()
  })

  it.each([
    ['aborts', /TensorFlow aborted it \(SIGABRT\)/],
    ['runs out of memory', /ran out of memory. Choose a smaller batch size/]
  ] as const)('says why when it %s', async (behaviour, reason) => {
    const { host } = createTestHost(behaviour, { maxRestarts: 0 })
    const heard = vi.fn<(reason: string) => void>()
    host.onDidDie(heard)
    await expect(host.whenReady()).rejects.toThrow(reason)
    expect(heard.mock.calls[0]?.[0]).toMatch(reason)
  })

  it('fails the calls that were waiting for it', async () => {
    const { host } = createTestHost('hangs')
    const client = await host.whenReady()
    const call = client.call.ping(undefined)
    await Promise.all([
      expect(call).rejects.toMatchObject({ name: 'ConnectionClosedError' }),
      host.restart()
    ])
  })
})

describe('a trainer that hangs', () => {
  it('is shown as unresponsive, then killed and started again', async () => {
    const { host, statuses } = createTestHost('hangs')
    host.start()
    await waitForStatus(host, 'unresponsive')
    await waitForStatus(host, 'restarting')
    expect(statuses.find(({ kind }) => kind === 'restarting')).toMatchObject({
      reason: expect.stringMatching(/had not answered for .* and was killed/)
    })
  })

  it('is given more time while it trains', async () => {
    const { host } = createTestHost('hangs', { isTraining: () => true })
    host.start()
    await waitForStatus(host, 'unresponsive')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(host.status.kind).toBe('unresponsive')
  })

  it('is ready again when it answers after all', async () => {
    const started = createTestHost('well', { timings: { killAfterMs: 60_000 } })
    const { host } = started
    const pid = await findPid(started)
    process.kill(pid, 'SIGSTOP')
    await waitForStatus(host, 'unresponsive')
    process.kill(pid, 'SIGCONT')
    await waitForStatus(host, 'ready')
  })

  it('is killed when it never gets ready', async () => {
    const { host } = createTestHost('never starts', {
      maxRestarts: 0,
      timings: { readyTimeoutMs: 100 }
    })
    await expect(host.whenReady()).rejects.toThrow(/did not start within 0\.1 seconds/)
  })
})

it('does not start a trainer again that cannot load TensorFlow', async () => {
  const { host, statuses } = createTestHost('has no library')
  await expect(host.whenReady()).rejects.toThrow(/TensorFlow cannot be loaded. Run the set-up/)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(statuses.map(({ kind }) => kind)).toEqual(['failed'])
})

it('leaves no process behind, even one that does not want to end', async () => {
  const started = createTestHost('ignores SIGTERM')
  const pid = await findPid(started)
  await started.host.dispose()
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
})

/** The process id of a host's trainer, once it is ready. */
async function findPid({ host, readLog }: ReturnType<typeof createTestHost>): Promise<number> {
  await host.whenReady()
  return Number(/is ready \(process (\d+)\)/.exec(readLog())?.[1])
}
