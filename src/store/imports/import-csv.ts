/** Takes in what Keras' CSVLogger wrote, as a run. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { UserError } from '@shared/contract/define'
import { describeFileError } from '@shared/file-error'
import { readCsvLog } from '@shared/foreign/csv-log'
import { hashOf } from '../capsule/capsule-format'
import type { RunStore } from '../run-store'
import { adoptCurves } from './adopt-curves'
import type { ImportedRun } from './index'

const MOST_BYTES = 50_000_000
/** Enough for the first line of any log. */
const HEAD_BYTES = 4096

/** @throws UserError naming the file, and the line that is wrong. */
export async function importCsv(store: RunStore, path: string): Promise<ImportedRun> {
  const bytes = read(path)
  const fileName = basename(path)
  const { curves, leftOut } = readCsvLog(new TextDecoder().decode(bytes), fileName)
  return adoptCurves(store, {
    name: basename(path, extname(path)).slice(0, 120) || 'run',
    curves,
    source: {
      version: 1,
      kind: 'csv',
      files: [fileName.slice(-255)],
      leftOut: leftOut.map((name) => name.slice(0, 1000)).slice(0, 10_000)
    },
    identity: hashOf(Buffer.from(`csv ${hashOf(bytes)}`)),
    importedFrom: fileName.slice(-255),
    createdAt: Math.round(statSync(path).mtimeMs),
    notes: [
      'Imported from a CSV log, which tells no steps and no times: an epoch counts as one step.'
    ]
  })
}

/** True when the first line names a column `epoch`: any other table may be a data set. */
export function isCsvLog(path: string): boolean {
  try {
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(HEAD_BYTES)
      const length = readSync(file, bytes, 0, HEAD_BYTES, 0)
      const [head = ''] = bytes.toString('utf8', 0, length).split(/\r|\n/)
      return /(^|[\s,;|"\uFEFF])epoch($|[\s,;|"])/.test(head)
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}

function read(path: string): Uint8Array {
  try {
    const { size } = statSync(path)
    if (size > MOST_BYTES) {
      throw new UserError(
        `${basename(path)}: ${Math.ceil(size / 1e6)} MB is too large for a log of epochs.`
      )
    }
    return readFileSync(path)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${path} cannot be read: ${describeFileError(error)}.`)
  }
}
