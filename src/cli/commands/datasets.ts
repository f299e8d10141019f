/** `receptive datasets`: lists, imports, downloads, shows and deletes data sets. */
import { resolve } from 'node:path'
import type { DatasetStatus } from '@shared/dataset'
import { formatBytes, formatCount } from '@shared/format'
import { describeReport } from '@shared/import-report'
import {
  MAX_SIDE,
  resizeModes,
  type ImportedDataset,
  type ImportOptions,
  type ResizeMode
} from '@shared/imported-dataset'
import {
  EXIT_INTERRUPTED,
  EXIT_OK,
  jsonOption,
  textOption,
  UsageError,
  workspaceOption,
  type Command,
  type Invocation
} from '../command'
import { showImport } from '../import-view'
import { openSession, type Session } from '../session'
import { describeStatistics } from '../statistics-view'

export const datasets: Command = {
  name: 'datasets',
  usage:
    '[import PATH… | download ID | show ID | delete ID] [--name NAME] [--size HxW] [--resize fit|crop|pad] [--labels fine|coarse] [--json]',
  help: 'Lists the data sets; imports, downloads, shows or deletes one.',
  argumentCount: [0, 100],
  options: {
    data: { value: 'DIR', help: 'Looks in this folder for the sets that need files.' },
    name: {
      value: 'NAME',
      help: 'import: what the set is called. Default: the name of the file or folder.'
    },
    size: {
      value: 'HxW',
      help: 'import: height and width of every picture, such as 64x64. Default: their own.'
    },
    resize: {
      value: 'MODE',
      help: 'import: fit stretches, crop cuts what is over, pad adds a black border. Default: crop.'
    },
    labels: { value: 'KIND', help: 'import of CIFAR-100: fine (100 classes) or coarse (20).' },
    ...workspaceOption,
    ...jsonOption
  },

  async run(invocation) {
    const [verb = 'list', ...words] = invocation.arguments
    const action = Object.hasOwn(actions, verb) ? actions[verb as keyof typeof actions] : undefined
    if (!action) {
      throw new UsageError(
        `'datasets ${verb}' is not known. Known: ${Object.keys(actions).join(', ')}.`
      )
    }
    const session = openSession(invocation, { isForWriting: verb !== 'list' && verb !== 'show' })
    try {
      return await action(session, invocation, words)
    } finally {
      await session.close()
    }
  }
}

type Action = (
  session: Session,
  invocation: Invocation,
  words: readonly string[]
) => Promise<number>

/** To add something that can be done with data sets: its line here. */
const actions = {
  list,
  import: (session, invocation, words) => {
    if (words.length === 0) throw new UsageError('Say what to import: datasets import PATH')
    const paths = words.map((word) => resolve(word))
    const options = readImportOptions(invocation)
    return importWith(session, invocation, () => session.datasets.import(paths, options))
  },
  download: (session, invocation, words) => {
    const id = readId('download', words)
    return importWith(session, invocation, () => session.datasets.download(id))
  },
  async show(session, { output }, words) {
    const statistics = await session.datasets.describe(readId('show', words))
    output.result(statistics, () => describeStatistics(statistics))
    return EXIT_OK
  },
  async delete(session, { output }, words) {
    const id = readId('delete', words)
    await session.datasets.delete(id)
    output.result({ deleted: id }, () => `The data set '${id}' is deleted.`)
    return EXIT_OK
  }
} as const satisfies Record<string, Action>

async function list(session: Session, invocation: Invocation): Promise<number> {
  const statuses = await session.service.listDatasets()
  const folder = textOption(invocation, 'data')
  const looked = folder === undefined ? statuses : await lookIn(session, resolve(folder), statuses)
  invocation.output.result({ datasets: looked }, () => looked.map(describe).join('\n\n'))
  return EXIT_OK
}

function lookIn(
  session: Session,
  folder: string,
  statuses: readonly DatasetStatus[]
): Promise<DatasetStatus[]> {
  return Promise.all(
    statuses.map((status) =>
      status.card.needsFolder
        ? session.service.getDatasetStatus({ id: status.card.id, folder })
        : status
    )
  )
}

async function importWith(
  session: Session,
  { output }: Invocation,
  start: () => Promise<ImportedDataset>
): Promise<number> {
  const view = showImport(output.stream)
  const off = session.datasets.onProgress(view.take)
  const cancel = () => session.datasets.cancel()
  process.on('SIGINT', cancel)
  const startedAt = performance.now()
  try {
    const imported = await start()
    view.close()
    const seconds = (performance.now() - startedAt) / 1000
    output.result({ ...imported, seconds }, () => describeImported(imported, seconds))
    return EXIT_OK
  } catch (error) {
    view.close()
    if ((error as Error).name !== 'ImportStopped') throw error
    output.say((error as Error).message)
    return EXIT_INTERRUPTED
  } finally {
    off()
    process.off('SIGINT', cancel)
  }
}

function readId(verb: string, words: readonly string[]): string {
  const [id] = words
  if (id !== undefined && words.length === 1) return id
  throw new UsageError(`Say which data set: datasets ${verb} ID`)
}

function readImportOptions(invocation: Invocation): Partial<ImportOptions> {
  const name = textOption(invocation, 'name')
  const size = textOption(invocation, 'size')
  const resize = textOption(invocation, 'resize')
  const labels = textOption(invocation, 'labels')
  return {
    ...(name === undefined ? {} : { name }),
    ...(size === undefined ? {} : { size: parseSize(size) }),
    ...(resize === undefined ? {} : { resize: oneOf('resize', resize, resizeModes) }),
    ...(labels === undefined ? {} : { labels: oneOf('labels', labels, ['fine', 'coarse']) })
  } satisfies { resize?: ResizeMode } & Partial<ImportOptions>
}

function parseSize(text: string): [number, number] {
  const [, height, width] = /^(\d{1,4})[x×](\d{1,4})$/i.exec(text) ?? []
  const sides = [Number(height), Number(width)] as [number, number]
  if (sides.every((side) => side >= 1 && side <= MAX_SIDE)) return sides
  throw new UsageError(
    `--size is '${text}', expected height x width up to ${MAX_SIDE}, such as 64x64.`
  )
}

function oneOf<T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text)
  if (found !== undefined) return found
  throw new UsageError(`--${name} is '${text}', expected ${known.join(', ')}.`)
}

function describeImported({ card, bytes, report }: ImportedDataset, seconds: number): string {
  return [
    `${card.label} is imported as '${card.id}': ${describeCounts(card)}, ${formatBytes(bytes)}, ${seconds.toFixed(1)} s.`,
    ...describeReport(report)
  ].join('\n')
}

function describe({ card, isReady, message, imported }: DatasetStatus): string {
  return [
    `${card.id}: ${card.label}, ${isReady ? 'ready' : 'not ready'}`,
    `  ${describeCounts(card)}`,
    `  ${message}`,
    ...(imported ? [`  ${formatBytes(imported.bytes)} on disk`] : [])
  ].join('\n')
}

function describeCounts({
  trainCount,
  validationCount,
  testCount,
  imageShape,
  classNames
}: DatasetStatus['card']): string {
  const validation =
    validationCount === undefined ? '' : `, ${formatCount(validationCount)} validation`
  return `${formatCount(trainCount)} training${validation} and ${formatCount(testCount)} test pictures of ${imageShape.join('×')}, ${classNames.length} classes`
}
