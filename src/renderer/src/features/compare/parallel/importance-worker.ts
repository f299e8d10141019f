/** Measures importance beside the window's thread: a forest over 200 runs takes a second or more. */
import { measureImportance, type SettingColumn } from '@shared/compare/importance'

export interface ImportanceQuestion {
  readonly columns: readonly SettingColumn[]
  readonly scores: readonly (number | null)[]
}

self.onmessage = ({ data }: MessageEvent<ImportanceQuestion>) => {
  self.postMessage(measureImportance(data.columns, data.scores))
}
