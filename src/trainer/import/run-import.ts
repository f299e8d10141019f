/** What every import does around its reading: a writer that leaves nothing behind, and sentences for the disk's troubles. */
import { UserError } from '@shared/contract/define'
import type { ImageShape } from '@shared/dataset'
import type { ImportedDataset } from '@shared/imported-dataset'
import { createDatasetWriter, type DatasetWriter, type FinishedSet } from './dataset-writer'
import type { ImportJob } from './sources/source'

/** Fewer pictures than this teach nothing, and leave no part to test with. */
const FEWEST_PICTURES = 2
const FEWEST_CLASSES = 2

/**
 * Lets `fill` add the pictures and puts the set in place. Whatever goes wrong, nothing half-written stays.
 * @throws UserError when there is too little to train with, or the disk is full.
 */
export async function writeDataset(
  { datasetsFolder, progress, signal }: ImportJob,
  imageShape: ImageShape,
  fill: (writer: DatasetWriter) => Promise<FinishedSet>
): Promise<ImportedDataset> {
  try {
    const writer = await createDatasetWriter(datasetsFolder, { imageShape, signal })
    try {
      const set = await fill(writer)
      checkEnough(writer, set)
      progress.begin('Writing the data set', { total: null, unit: 'pictures' })
      return await writer.finish(set)
    } catch (error) {
      await writer.discard()
      throw error
    }
  } catch (error) {
    throw describeDiskError(error, datasetsFolder)
  }
}

function checkEnough(writer: DatasetWriter, { card, source, report }: FinishedSet): void {
  const { length: classCount } = card.classNames
  if (classCount < FEWEST_CLASSES) {
    throw new UserError(
      `${source} has pictures of ${classCount === 1 ? `one class only ("${card.classNames[0]}")` : 'no class'}: there is nothing to tell apart. Add a second class.`
    )
  }
  const train = writer.count('train')
  const test = writer.count('test')
  if (train >= FEWEST_PICTURES && test > 0) return
  const [unreadable] = report.unreadable
  const reason = unreadable ? ` ${unreadable.name} could not be read: ${unreadable.reason}.` : ''
  throw new UserError(
    `${source} gives ${train} ${train === 1 ? 'picture' : 'pictures'} to train with and ${test} to test with: too few. Add pictures to every class.${reason}`
  )
}

function describeDiskError(error: unknown, folder: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(
        `The disk that holds ${folder} is full. Free some space and import again; nothing was kept.`
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(
        `${folder} cannot be written. Change its permissions, or choose another workspace.`
      )
    default:
      return error
  }
}
