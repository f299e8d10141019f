import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandomStream } from '@shared/random'
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint'
import { createCheckpointWriter, readNewestCheckpoint } from './checkpoint-folder'
import { createCheckpointKeeper } from './checkpoint-keeper'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-checkpoints-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function createCheckpoint(step: number, values = [1.5, -0, 3.25e-38, 4]): Checkpoint {
  return {
    header: {
      runId: 'run-1',
      seed: 7,
      tensorflowVersion: '2.21.0',
      isOneDnnEnabled: true,
      step,
      position: {
        epoch: 2,
        batch: 3,
        sums: { values: { loss: 0.1 + 0.2, accuracy: 1 / 3 }, counts: {}, weight: 300 },
        stage: 'epochs'
      },
      epochsDone: 1,
      origin: { step: 0, epoch: 1, batch: 0 },
      plan: { epochs: 9, samplesEverySteps: 25, baseLearningRate: 0.001, maxSteps: null },
      data: { trainCount: 7200, validationCount: 800 },
      optimizer: 'adam',
      iterations: step,
      callbackStates: [{ wait: 1, best: NaN }, { best: -Infinity }, null],
      elapsedMs: 12.5,
      metrics: { bytes: 800, seq: 4 },
      eventBytes: 90
    },
    tensors: [
      { name: 'weight/a', shape: [2, 2], values: Float32Array.from(values) },
      { name: 'weight/scalar', shape: [], values: Float32Array.of(Math.PI) }
    ]
  }
}

describe('a checkpoint in bytes', () => {
  const bytes = Buffer.concat(encodeCheckpoint(createCheckpoint(75)))

  it('gives back every number, those that JSON does not know included', () => {
    expect(decodeCheckpoint(bytes)).toEqual(createCheckpoint(75))
  })

  it('is refused when it is cut anywhere', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.subarray(0, length))).toThrow(/^it is/)
    }
  })

  it('is refused when one bit of it is another', () => {
    const random = createRandomStream(1, 'bits')
    for (let trial = 0; trial < 1000; trial++) {
      const damaged = Buffer.from(bytes)
      const place = random.nextBelow(damaged.length)
      damaged[place] = (damaged[place] ?? 0) ^ (1 << random.nextBelow(8))
      expect(() => decodeCheckpoint(damaged)).toThrow(/^it is/)
    }
  })
})

describe('the folder of checkpoints', () => {
  it('keeps the newest and the one before', () => {
    const writer = createCheckpointWriter(folder)
    for (const step of [1, 2, 3]) writer.write(createCheckpoint(step))
    expect(readdirSync(folder).sort()).toEqual(['checkpoint-2.bin', 'checkpoint-3.bin'])
    expect(readNewestCheckpoint(folder).checkpoint?.header.step).toBe(3)
  })

  it('falls back to the one before, and keeps that one when it goes on', () => {
    const writer = createCheckpointWriter(folder)
    for (const step of [1, 2]) writer.write(createCheckpoint(step))
    const newest = join(folder, 'checkpoint-2.bin')
    writeFileSync(newest, readFileSync(newest).subarray(0, -5))
    writeFileSync(join(folder, 'checkpoint-3.bin.tmp'), 'half')
    const { checkpoint, problems } = readNewestCheckpoint(folder)
    expect(checkpoint?.header.step).toBe(1)
    expect(problems).toEqual([`${newest} could not be used: it is damaged.`])
    createCheckpointWriter(folder).write(createCheckpoint(5))
    expect(readdirSync(folder).sort()).toEqual(['checkpoint-1.bin', 'checkpoint-3.bin'])
  })

  it('knows the step of the newest one that is whole', () => {
    const writer = createCheckpointWriter(folder)
    expect(writer.getKeptStep()).toBeNull()
    for (const step of [4, 9]) writer.write(createCheckpoint(step))
    expect(writer.getKeptStep()).toBe(9)
    writeFileSync(join(folder, 'checkpoint-2.bin'), 'half')
    expect(createCheckpointWriter(folder).getKeptStep()).toBe(4)
  })

  it('leaves the kept weights where they are', () => {
    for (const name of ['best.bin', 'last.bin']) writeFileSync(join(folder, name), '')
    createCheckpointWriter(folder).write(createCheckpoint(1))
    expect(readdirSync(folder).sort()).toEqual(['best.bin', 'checkpoint-1.bin', 'last.bin'])
    expect(readNewestCheckpoint(folder).problems).toEqual([])
  })

  it('gives none where there is none', () => {
    const found = readNewestCheckpoint(join(folder, 'absent'))
    expect(found).toEqual({ checkpoint: null, problems: [] })
  })
})

describe('the keeper of checkpoints', () => {
  const keep = (capture: () => Checkpoint, problems: string[] = [], inFolder = folder) =>
    createCheckpointKeeper({
      folder: inFolder,
      everyMs: 60_000,
      capture,
      onProblem: (reason) => problems.push(reason),
      onWritten: () => problems.splice(0)
    })

  it('leaves the last good weights when the newest are no numbers', () => {
    keep(() => createCheckpoint(1)).save()
    keep(() => createCheckpoint(2, [1, NaN, 3, 4])).save()
    expect(readNewestCheckpoint(folder).checkpoint?.header.step).toBe(1)
  })

  it('says why a checkpoint cannot be written, and goes on', () => {
    const file = join(folder, 'a-file')
    const problems: string[] = []
    const keeper = keep(() => createCheckpoint(1), problems, join(file, 'checkpoints'))
    writeFileSync(file, '')
    keeper.save()
    expect(problems).toEqual(['a part of its path is a file, not a folder'])
  })

  it('saves within its interval only when it is asked to, and never once it is sealed', () => {
    let step = 0
    const keeper = keep(() => createCheckpoint(++step))
    keeper.saveIfDue()
    expect(step).toBe(0)
    keeper.save()
    keeper.saveIfDue()
    keeper.saveLast()
    keeper.save()
    expect(step).toBe(2)
  })
})
