/** The named comparisons of a workspace on the disk, beside the runs that they name; the command line reads them too. */
import { comparisonViewsSchema, type ComparisonViews } from '@shared/comparison-views'
import { readKeptJson, writeKeptJson, type KeptJson } from './kept-json'

/** Reads the views. `problem` says what is wrong with a file that cannot be read; there are none then. */
export function readComparisonViews(
  path: string,
  options: { isOnlyLooking?: boolean } = {}
): { views: ComparisonViews; problem: string | null } {
  const { value: views, problem } = readKeptJson(describeFile(path), options)
  return { views, problem }
}

/** @throws UserError that names the file and says why it cannot be written. */
export function writeComparisonViews(path: string, views: ComparisonViews): void {
  writeKeptJson(describeFile(path), views)
}

function describeFile(path: string): KeptJson<ComparisonViews> {
  return {
    path,
    schema: comparisonViewsSchema,
    empty: [],
    lost: 'The saved comparisons could not be read and are gone from the list',
    notStored: 'The saved comparisons cannot be stored'
  }
}
