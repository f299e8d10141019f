/** What tells a run from the other runs of its name. */
import { createDescriber } from '@shared/name-differences'
import { LONGEST_RUN_NAME } from '@shared/run'
import type { RunRow } from './columns'

/** Said after the name of a run; empty for a run whose name is its own, and while it is not known what differs. */
export type DescribeNamesake = (row: RunRow) => string

/** Runs of a name are looked at when the first of them is asked for, and each is described once. */
export function createNamesakes(rows: readonly RunRow[]): DescribeNamesake {
  const byName = new Map<string, RunRow[]>()
  for (const row of rows) {
    const namesakes = byName.get(row.record.name)
    if (namesakes) namesakes.push(row)
    else byName.set(row.record.name, [row])
  }
  const describers = new Map<string, ReturnType<typeof createDescriber>>()
  const words = new Map<string, string>()

  function describerOf(name: string): ReturnType<typeof createDescriber> {
    const known = describers.get(name)
    if (known) return known
    // A run that tells nothing of its settings would differ in all of them.
    const describe = createDescriber((byName.get(name) ?? []).map(configOf).filter(isTelling))
    describers.set(name, describe)
    return describe
  }

  return (row) => {
    const { id, name } = row.record
    const config = configOf(row)
    if ((byName.get(name)?.length ?? 0) < 2 || !isTelling(config)) return ''
    const known = words.get(id) ?? describerOf(name)(config)
    words.set(id, known)
    return known
  }
}

type RunConfig = NonNullable<RunRow['facts']>['config']

function configOf({ facts }: RunRow): RunConfig {
  return facts?.config ?? {}
}

function isTelling(config: RunConfig): boolean {
  return Object.keys(config).length > 0
}

/** `cifar-cnn · adam, lr 0.01`, no longer than a name may be, and counted where that is `taken`. */
export function joinName(name: string, difference: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const end = count === 1 ? '' : ` (${count})`
    const start = `${name} · ${difference}`.slice(0, LONGEST_RUN_NAME - end.length).trim()
    if (!taken.has(start + end)) return start + end
  }
}
