/** Says what an import found, in sentences. */
import { formatCount } from './format'
import type { ImportReport } from './imported-dataset'

const NAMED = 3

/** The notes first, then what a person should look at; empty when there is nothing to say. */
export function describeReport({
  notes,
  duplicateCount,
  duplicates,
  leakedCount,
  unreadableCount,
  unreadable
}: ImportReport): string[] {
  const sentences = [...notes]
  if (unreadableCount > 0) {
    const names = unreadable.map(({ name, reason }) => `${name} (${reason})`)
    sentences.push(
      `${countOf(unreadableCount, 'file')} could not be read and ${unreadableCount === 1 ? 'is' : 'are'} left out: ${listSome(names, unreadableCount)}.`
    )
  }
  if (duplicateCount > 0) {
    const names = duplicates.map(({ name, sameAs }) => `${name} = ${sameAs}`)
    sentences.push(
      `${countOf(duplicateCount, 'picture')} ${duplicateCount === 1 ? 'is' : 'are'} there twice: ${listSome(names, duplicateCount)}.`
    )
  }
  if (leakedCount > 0) {
    sentences.push(
      `${formatCount(leakedCount)} of them ${leakedCount === 1 ? 'is' : 'are'} both in the training part and in another one: the result on that part will look better than it is.`
    )
  }
  return sentences
}

function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

function listSome(names: readonly string[], count: number): string {
  const shown = names.slice(0, NAMED).join(', ')
  return count > NAMED ? `${shown} and ${formatCount(count - NAMED)} more` : shown
}
