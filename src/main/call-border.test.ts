import { expect, it, vi } from 'vitest'
import type { AppContract } from '@shared/contract/app'
import { UserError, type Handlers } from '@shared/contract/define'
import { answerAtBorder, isOwnPage, type FrameIdentity } from './call-border'

const origin = 'app://receptive'
const mainFrame: FrameIdentity = { processId: 4, routingId: 1, url: `${origin}/index.html#/train` }

it('answers our own page', async () => {
  expect(await ask({ name: 'listRuns', input: undefined })).toEqual({ ok: true, output: [] })
})

it.each<[string, FrameIdentity | null]>([
  ['a frame inside the page', { ...mainFrame, routingId: 2 }],
  ['another process', { ...mainFrame, processId: 5 }],
  ['our window after it went elsewhere', { ...mainFrame, url: 'https://example.com/' }],
  ['a page whose address begins like ours', { ...mainFrame, url: 'app://receptive.evil/' }],
  ['a frame that is gone', null]
])('refuses %s', async (_who, senderFrame) => {
  const { outcome, listRuns, warn } = await askWith({ senderFrame })
  expect(outcome).toMatchObject({ ok: false, error: { message: /stranger/ } })
  expect(listRuns).not.toHaveBeenCalled()
  expect(warn).toHaveBeenCalled()
})

it.each<[string, unknown]>([
  ['stopTraining', { runId: 7 }],
  ['stopTraining', null],
  ['renameRun', { runId: 'a', name: '' }],
  ['renameRun', { runId: 'a', name: 'x'.repeat(121) }],
  ['updateSettings', { theme: 'purple' }],
  ['startTraining', { experiment: { version: 1 }, datasetId: 'mnist' }],
  ['importExperiment', { fileName: 'a.json', text: 'x'.repeat(2_000_001) }],
  ['constructor', undefined],
  ['__proto__', undefined]
])('refuses %s of %j before a handler sees it', async (name, input) => {
  expect(await ask({ name, input })).toMatchObject({ ok: false, error: { name: 'TypeError' } })
})

it('passes the sentence of a user error on, and does not log it as a fault', async () => {
  const { outcome, warn } = await askWith({
    listRuns: () => {
      throw new UserError('The disk is full.')
    }
  })
  expect(outcome).toEqual({ ok: false, error: { name: 'UserError', message: 'The disk is full.' } })
  expect(warn).not.toHaveBeenCalled()
})

it('keeps the stack of a fault for the log', async () => {
  const { outcome, warn } = await askWith({
    listRuns: () => {
      throw new RangeError('Out of range.')
    }
  })
  expect(outcome).toEqual({ ok: false, error: { name: 'RangeError', message: 'Out of range.' } })
  expect(warn.mock.calls[0]?.[0]).toMatch(/call-border\.test\.ts/)
})

it('takes no address for ours that cannot be read', () => {
  expect(isOwnPage({ ...mainFrame, url: '' }, { ...mainFrame, url: '' }, origin)).toBe(false)
})

async function ask(call: { name: string; input: unknown }) {
  return (await askWith({ call })).outcome
}

async function askWith({
  call = { name: 'listRuns', input: undefined },
  senderFrame = mainFrame,
  listRuns = () => []
}: {
  call?: { name: string; input: unknown }
  senderFrame?: FrameIdentity | null
  listRuns?: () => never[]
} = {}) {
  const spy = vi.fn(listRuns)
  const warn = vi.fn<(sentence: string) => void>()
  // Whatever gets past the border without being listRuns would fail here.
  const handlers = { listRuns: spy } as unknown as Handlers<
    AppContract,
    { page: { mainFrame: FrameIdentity } }
  >
  const outcome = await answerAtBorder({
    handlers,
    origin,
    page: { mainFrame },
    asker: { senderFrame },
    ...call,
    warn
  })
  return { outcome, warn, listRuns: spy }
}
