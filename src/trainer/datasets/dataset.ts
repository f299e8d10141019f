/** What a data set is to the trainer: its card, whether its files are there, and how to read them. */
import type { DatasetCard, DatasetStatus } from '@shared/dataset'

/** Pictures and labels in memory, in the order of the set. */
export interface DataPart {
  /** [count, height, width, channels] bytes 0..255. */
  readonly images: Uint8Array
  /** Class numbers, one a picture. */
  readonly labels: Int32Array
}

export interface LoadedDataset {
  readonly train: DataPart
  /** A part of its own for validation; absent in sets that have none. */
  readonly validation?: DataPart
  readonly test: DataPart
}

export interface LoadOptions {
  /** Where the user keeps the files; null for sets that bring their own. */
  readonly folder: string | null
  /** Where files may be kept that can be made again. */
  readonly cacheFolder: string
  /** Ends the reading between two files. */
  readonly signal: AbortSignal
  /** Share of the work that is done, 0..1. */
  readonly onProgress: (share: number) => void
}

/** To add a data set: one file with this, and its line in the table. */
export interface DatasetDefinition {
  readonly card: DatasetCard
  /** Looks whether all files are there, without reading them. Never throws: what is wrong is the message. */
  getStatus(
    folder: string | null
  ): Promise<Pick<DatasetStatus, 'isReady' | 'message' | 'imported' | 'canDownload'>>
  /** Reads the set. @throws UserError naming the file, what was found and what was expected. */
  load(options: LoadOptions): Promise<LoadedDataset>
}

/** Thrown when the reading was ended through its signal. */
export class LoadingStopped extends Error {
  override readonly name = 'LoadingStopped'
}

/** Lets messages be answered between two files. @throws LoadingStopped when the signal says so. */
export async function pauseLoading(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (signal.aborted) throw new LoadingStopped('Loading was stopped.')
}
