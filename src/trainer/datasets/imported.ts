/** A data set that was imported: its card and its pictures lie in a folder of the workspace. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '@shared/contract/define'
import { CARD_FILE, DATA_FILE, importedDatasetSchema } from '@shared/imported-dataset'
import type { ImportedDataset } from '@shared/imported-dataset'
import { describeReport } from '@shared/import-report'
import { findDataFileError, readDataFile } from './data-file'
import type { DatasetDefinition } from './dataset'

/** True when the folder holds an imported set, whatever its state. */
export async function isImportedFolder(folder: string): Promise<boolean> {
  return stat(join(folder, CARD_FILE)).then(
    (one) => one.isFile(),
    () => false
  )
}

/** The set in the folder. @throws UserError when its dataset.json cannot be understood. */
export async function openImported(folder: string): Promise<DatasetDefinition> {
  const document = await readImportedDataset(folder)
  const { card, importedAt, source, bytes, report } = document
  const dataFile = join(folder, DATA_FILE)
  const imported = { importedAt, source, bytes, notes: describeReport(report) }
  return {
    card,
    async getStatus() {
      const error = await findDataFileError(dataFile)
      return error === null
        ? { isReady: true, message: `Imported from ${source}.`, imported }
        : { isReady: false, message: error, imported }
    },
    async load(options) {
      const loaded = await readDataFile(dataFile, options)
      checkCounts(document, loaded.train.labels.length, loaded.test.labels.length)
      return loaded
    }
  }
}

/** @throws UserError naming the file and what is wrong with it. */
export async function readImportedDataset(folder: string): Promise<ImportedDataset> {
  const file = join(folder, CARD_FILE)
  try {
    return importedDatasetSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    throw new UserError(
      `${file} is damaged, or was written by another version of Receptive. Delete the data set and import it again.`
    )
  }
}

function checkCounts({ card }: ImportedDataset, train: number, test: number): void {
  if (card.trainCount === train && card.testCount === test) return
  throw new UserError(
    `The card of ${card.label} and its pictures do not belong together. Delete the data set and import it again.`
  )
}
