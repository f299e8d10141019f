/** The sets that can be fetched from their home page. To add one: its line in the table. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import type { ImportOptions } from '@shared/imported-dataset'
import type { RemoteFile } from './download'

/** The page of the CIFAR sets; a test puts a server of its own in its place. */
const CIFAR_PAGE = 'https://www.cs.toronto.edu/~kriz'

interface HomePage {
  readonly file: Omit<RemoteFile, 'url'>
  /** Where Keras keeps the same pictures, within its folder of data sets. */
  readonly kerasFolders: readonly string[]
  readonly labels: ImportOptions['labels']
}

const cifar100 = {
  // Size and MD5 of the file; the sum is stated on the home page.
  file: {
    name: 'cifar-100-binary.tar.gz',
    bytes: 168_513_733,
    md5: '03b5dce01913d631647c71ecec9e9cb8'
  },
  kerasFolders: ['cifar-100-python-target/cifar-100-python', 'cifar-100-python']
} as const

const homePages: Readonly<Record<string, HomePage>> = {
  cifar10: {
    file: {
      name: 'cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      md5: 'c32a1d4ab5d03f1284b67883e8d87530'
    },
    kerasFolders: [
      'cifar-10-batches-py-target/cifar-10-batches-py',
      'cifar-10-batches-py/cifar-10-batches-py',
      'cifar-10-batches-py'
    ],
    labels: 'fine'
  },
  cifar100: { ...cifar100, labels: 'fine' },
  'cifar100-coarse': { ...cifar100, labels: 'coarse' }
}

/** What to fetch for a set, and how to read it. @throws UserError when the set has no home page. */
export async function findHomePage(
  id: string,
  environment: Readonly<Record<string, string | undefined>> = process.env
): Promise<{ file: RemoteFile; labels: ImportOptions['labels'] }> {
  const page = Object.hasOwn(homePages, id) ? homePages[id] : undefined
  if (!page) {
    throw new UserError(
      `The data set '${id}' cannot be downloaded. To download: ${Object.keys(homePages).join(', ')}.`
    )
  }
  const { labels, file } = page
  const base = environment.RECEPTIVE_CIFAR_PAGE ?? CIFAR_PAGE
  const known = await readTestFiles(environment.RECEPTIVE_CIFAR_FILES)
  return { labels, file: { ...file, ...known[file.name], url: `${base}/${file.name}` } }
}

/** A server of a test has smaller files: their sizes and sums stand in a file of its own. */
async function readTestFiles(
  path: string | undefined
): Promise<Record<string, { bytes: number; md5: string }>> {
  if (path === undefined) return {}
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, { bytes: number; md5: string }>
}

/** Folders where Keras may have put the pictures already, the likeliest first. */
export function listKerasFolders(id: string, home = homedir()): string[] {
  const page = Object.hasOwn(homePages, id) ? homePages[id] : undefined
  const keras = process.env.KERAS_HOME ?? join(home, '.keras')
  return (page?.kerasFolders ?? []).map((folder) => join(keras, 'datasets', folder))
}
