import { describe, expect, it, vi } from 'vitest'
import { createAppClient } from './app-client'
import { createRun, createTestApp } from './fixtures/test-app'

describe('app client', () => {
  it('keeps the name and the sentence of an error', async () => {
    const { client } = createTestApp({
      stopTraining() {
        throw Object.assign(new Error('No run is active.'), { name: 'UserError' })
      }
    })
    await expect(client.call.stopTraining({ runId: 'run-1' })).rejects.toMatchObject({
      name: 'UserError',
      message: 'No run is active.'
    })
  })

  it('refuses an answer of the wrong form', async () => {
    const client = createAppClient({
      call: { listRuns: async () => ({ ok: true, output: [{ id: 7 }] }) },
      on: () => () => {},
      pathOf: () => ''
    })
    await expect(client.call.listRuns(undefined)).rejects.toThrow("The answer to 'listRuns'")
  })

  it('hands on events of the right form until the subscription ends', () => {
    const { client, emit } = createTestApp()
    const heard = vi.fn()
    const off = client.on('onDidChangeRun', heard)
    emit('onDidChangeRun', createRun())
    off()
    emit('onDidChangeRun', createRun())
    expect(heard).toHaveBeenCalledOnce()
  })

  it('drops an event of the wrong form and says so', () => {
    const { client, emit } = createTestApp()
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const heard = vi.fn()
    client.on('onDidChooseCommand', heard)
    emit('onDidChooseCommand', { id: 5 } as never)
    expect(heard).not.toHaveBeenCalled()
    expect(complaint.mock.calls[0]?.[0]).toContain("Event 'onDidChooseCommand'")
    complaint.mockRestore()
  })
})
