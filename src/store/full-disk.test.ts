import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi, type TestContext } from 'vitest'
import { runExportFormatKeys } from '@shared/run-export/run-content'
import { mountSmallDisk, NO_MOUNT, type SmallDisk } from '../trainer/testing-disk'
import { exportRun } from './export-run'
import { importRuns } from './imports'
import { RunIndex } from './run-index'
import type { RunStore } from './run-store'
import { createRun, createTemporaryFolder, createTemporaryWorkspace, openStore } from './testing'
import { createWorkspace } from './workspace'

const disks: SmallDisk[] = []
afterEach(() => {
  vi.restoreAllMocks()
  disks.splice(0).forEach((disk) => disk.remove())
})

/** A disk of two megabytes. */
function getDisk({ skip }: TestContext): SmallDisk {
  const disk = mountSmallDisk(2000) ?? skip(NO_MOUNT)
  disks.push(disk)
  return disk
}

/** Leaves so much room and no more. */
function leaveRoom(disk: SmallDisk, bytes: number): void {
  const room = join(disk.folder, 'room')
  writeFileSync(room, new Uint8Array(bytes))
  disk.fill()
  rmSync(room)
}

/** A run of two parts with weights of a megabyte and a half. */
function createRecordedRun(): { store: RunStore; runId: string } {
  const { store } = openStore(createTemporaryWorkspace())
  const { id: runId } = createRun(store)
  const steps = Float64Array.from({ length: 20_000 }, (_, row) => row + 1)
  const noise = steps.map((step) => Math.sin(step * step))
  const columns = { 'train/loss': noise, 'validation/loss': noise }
  store.appendMetrics({ runId, seq: 1, scope: 'step', steps, elapsedMs: steps, columns })
  const checkpoints = join(store.getRunFolder(runId), 'checkpoints')
  mkdirSync(checkpoints)
  writeFileSync(join(checkpoints, 'checkpoint-1.bin'), new Uint8Array(1_500_000).fill(7))
  return { store, runId }
}

const list = (folder: string) => readdirSync(folder, { recursive: true })

describe('on a full disk', () => {
  it.for(runExportFormatKeys)(
    'an export as %s leaves nothing and says why',
    async (format, context) => {
      const disk = getDisk(context)
      const { store, runId } = createRecordedRun()
      mkdirSync(join(disk.folder, 'exported'))
      // Room for the first of two event files, and for half of any other one.
      leaveRoom(disk, format === 'tensorboard' ? 1_400_000 : 400_000)
      const before = list(disk.folder)
      const path = join(disk.folder, 'exported', 'run')
      const request = { runId, format, path, withWeights: true, writtenBy: 'Receptive' }
      await expect(exportRun(store, request)).rejects.toThrow(
        `${path} cannot be written: there is no space left on the disk.`
      )
      expect(list(disk.folder)).toEqual(before)
    }
  )

  it('an import leaves nothing and says why, and is taken in when there is room', async (context) => {
    const disk = getDisk(context)
    const path = await exportCapsule()
    const { runsFolder } = createWorkspace(join(disk.folder, 'workspace'))
    const { store } = openStore(createWorkspace(join(disk.folder, 'workspace')))
    leaveRoom(disk, 700_000)
    await expect(importRuns(store, [path])).rejects.toThrow(
      `The run cannot be stored in ${runsFolder}: there is no space left on the disk. Make room,`
    )
    expect(readdirSync(runsFolder)).toEqual([])
    expect(store.listRuns()).toEqual([])
    disk.makeRoom()
    expect(await importRuns(store, [path])).toMatchObject([{ isNew: true }])
    expect(store.listRuns()).toHaveLength(1)
  })
})

it('an import whose line in the index finds no room leaves no folder either', async () => {
  const path = await exportCapsule()
  const workspace = createTemporaryWorkspace()
  const { store } = openStore(workspace)
  vi.spyOn(RunIndex.prototype, 'putWithChunks').mockImplementationOnce(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  })
  await expect(importRuns(store, [path])).rejects.toThrow(
    /^This run was not imported\. The run in .* cannot be listed: there is no space left on the disk\. Make room/
  )
  expect(readdirSync(workspace.runsFolder)).toEqual([])
  expect(await importRuns(store, [path])).toMatchObject([{ isNew: true }])
})

it('an import whose line in the index is refused for another reason does not speak of room', async () => {
  const path = await exportCapsule()
  const { store } = openStore(createTemporaryWorkspace())
  vi.spyOn(RunIndex.prototype, 'putWithChunks').mockImplementationOnce(() => {
    throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
  })
  await expect(importRuns(store, [path])).rejects.toThrow(
    /^This run was not imported\. The run in .* cannot be listed: database is locked\.$/
  )
})

async function exportCapsule(): Promise<string> {
  const { store, runId } = createRecordedRun()
  const path = join(createTemporaryFolder(), 'run.receptive')
  await exportRun(store, { runId, format: 'capsule', path, withWeights: true, writtenBy: 'R' })
  return path
}
