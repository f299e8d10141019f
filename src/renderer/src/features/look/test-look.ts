/** When the test part of a set was last looked at: by a run that was tested, or by a person here. */
import type { RunRecord } from '@shared/run'

/** "Test part: last looked at today at 14:03, by the run “digits”." */
export function describeTestLook(
  {
    runs,
    datasetId,
    browsedAt
  }: {
    runs: readonly Pick<RunRecord, 'name' | 'datasetId' | 'endedAt' | 'test'>[]
    datasetId: string
    /** Milliseconds since 1970; null when nobody did. */
    browsedAt: number | null
  },
  now: Date
): string {
  const tested = runs
    .filter((run) => run.datasetId === datasetId && run.test !== null && run.endedAt !== null)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
  const [newest] = tested
  const testedAt = newest?.endedAt ?? null
  if (testedAt === null && browsedAt === null) {
    return 'Test part: never looked at. Training does not touch it.'
  }
  const isRun = (testedAt ?? 0) >= (browsedAt ?? 0)
  const who = isRun
    ? `by the test of the run “${newest?.name ?? ''}”`
    : 'by a look at its pictures here'
  return `Test part: last looked at ${describeMoment(new Date(Math.max(testedAt ?? 0, browsedAt ?? 0)), now)}, ${who}. Training does not touch it.`
}

function describeMoment(moment: Date, now: Date): string {
  const time = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (moment.toDateString() === now.toDateString()) return `today at ${time}`
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  return `on ${day} at ${time}`
}
