/** The checkpoints of a run on the disk: the newest and the one before it, each whole or absent. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync
} from 'node:fs'
import { join } from 'node:path'
import { weightFiles } from '@shared/callbacks/callback'
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint'

export interface FoundCheckpoint {
  /** The newest that is whole; null when there is none. */
  readonly checkpoint: Checkpoint | null
  /** Why newer ones were passed over, one sentence each. */
  readonly problems: readonly string[]
}

const NAME = /^checkpoint-(\d+)\.bin$/

/** What a run keeps beside its checkpoints (weight-files.ts). */
const weightFileNames = weightFiles.map((file) => `${file}.bin`)

/** Where a run keeps them, within its own folder. */
export function checkpointFolderOf(runFolder: string): string {
  return join(runFolder, 'checkpoints')
}

/** Reads the newest checkpoint that is whole. Files are left as they are. */
export function readNewestCheckpoint(folder: string): FoundCheckpoint {
  const problems: string[] = []
  for (const number of listNumbers(folder).reverse()) {
    const path = pathOf(folder, number)
    try {
      return { checkpoint: decodeCheckpoint(readFileSync(path)), problems }
    } catch (error) {
      problems.push(`${path} could not be used: ${(error as Error).message}.`)
    }
  }
  return { checkpoint: null, problems }
}

export interface CheckpointWriter {
  /** Writes a checkpoint beside the others, then removes all but it and the whole one before it. */
  write(checkpoint: Checkpoint): void
  /** Steps done at the newest that is whole; null when there is none. */
  getKeptStep(): number | null
}

export function createCheckpointWriter(folder: string): CheckpointWriter {
  const found = listNumbers(folder)
  let newest = found.at(-1) ?? 0
  const whole = findNewestWhole(folder, found)
  let previous = whole?.number ?? null
  let keptStep = whole?.step ?? null
  return {
    write(checkpoint) {
      makeFolder(folder)
      const number = newest + 1
      writeAtomically(folder, pathOf(folder, number), encodeCheckpoint(checkpoint))
      newest = number
      removeOthers(folder, [number, previous])
      previous = number
      keptStep = checkpoint.header.step
    },
    getKeptStep: () => keptStep
  }
}

/** Not with its parents: a run's folder that was deleted must not come back as a ruin. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function findNewestWhole(
  folder: string,
  numbers: readonly number[]
): { number: number; step: number } | null {
  for (const number of [...numbers].reverse()) {
    try {
      const { header } = decodeCheckpoint(readFileSync(pathOf(folder, number)))
      return { number, step: header.step }
    } catch {
      continue
    }
  }
  return null
}

/** Numbers of the checkpoints there are, the oldest first. */
function listNumbers(folder: string): number[] {
  return listNames(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function pathOf(folder: string, number: number): string {
  return join(folder, `checkpoint-${number}.bin`)
}

/** What a process that died in the middle of writing left behind goes too. */
function removeOthers(folder: string, kept: readonly (number | null)[]): void {
  const keptNames = [...weightFileNames, ...kept.map((number) => `checkpoint-${number}.bin`)]
  for (const name of listNames(folder)) {
    if (!keptNames.includes(name)) rmSync(join(folder, name), { force: true })
  }
}

/** The file is whole or as it was. */
export function writeAtomically(folder: string, path: string, parts: readonly Buffer[]): void {
  const temporary = `${path}.tmp`
  try {
    const file = openSync(temporary, 'w')
    try {
      for (const part of parts) writeWhole(file, part)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(folder)
}

function writeWhole(file: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}

/** A rename is on the disk once its folder is. Windows has no such call, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
