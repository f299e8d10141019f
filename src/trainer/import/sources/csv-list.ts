/** A CSV file with a path and a label on each line; the paths count from the folder that it lies in. */
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, relative, resolve } from 'node:path'
import { UserError } from '@shared/contract/define'
import { formatCount } from '@shared/format'
import { readCsv, type CsvRow } from '../parse/csv'
import { importPictures } from '../pictures/import-pictures'
import { chooseId } from './class-folders'
import { describeUnreadable, type DatasetSource } from './source'

const MAX_CSV_BYTES = 256 << 20

export const csvList: DatasetSource = {
  label: 'a CSV file of paths and labels',
  recognizes: ({ files, folders }) =>
    folders === null && files.size === 1 && /\.csv$/i.test([...files.keys()][0] ?? ''),
  async import({ path }, job) {
    const root = dirname(resolve(path))
    const rows = readCsv(await readText(path), path)
    const classNames = [...new Set(rows.map(({ label }) => label))].sort(compareLabels)
    const numbers = new Map(classNames.map((name, index) => [name, index]))
    const name = job.options.name ?? basename(path, extname(path))
    return importPictures(
      {
        root,
        notes: [],
        files: rows.map((row) => ({
          path: locate(row, root, path),
          name: row.path,
          part: 'train',
          label: numbers.get(row.label) ?? 0
        })),
        card: {
          id: await chooseId(name, job),
          label: name,
          description: `Your own pictures in ${formatCount(classNames.length)} classes.`,
          classNames,
          licence: 'Not known: the pictures are your own.',
          citation: 'None.',
          needsFolder: false
        }
      },
      job
    )
  }
}

/** @throws UserError when the path leads out of the folder: a list from elsewhere must not read what was not chosen. */
function locate({ path, line }: CsvRow, root: string, source: string): string {
  const full = resolve(root, path)
  const within = relative(root, full)
  if (!within.startsWith('..') && !isAbsolute(within)) return full
  throw new UserError(
    `${source}, line ${line}: ${JSON.stringify(path)} leads out of the folder of the list. Put the list beside its pictures.`
  )
}

/** Numbers by their value, so that 10 comes after 9; other labels by code units. */
function compareLabels(one: string, other: string): number {
  const [a, b] = [Number(one), Number(other)]
  if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b
  return one < other ? -1 : one > other ? 1 : 0
}

async function readText(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size > MAX_CSV_BYTES) throw new UserError(`${path} is larger than 256 MB. Split it.`)
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw describeUnreadable(path, error)
  })
}
