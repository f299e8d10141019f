/** What a new run is called and which colour it gets, given the runs that are there. */
import { RUN_COLOR_COUNT, type RunRecord } from '@shared/run'

/** The experiment's name; `name 2`, `name 3`, ... when it is taken. */
export function chooseRunName(experimentName: string, runs: readonly RunRecord[]): string {
  const taken = new Set(runs.map(({ name }) => name))
  for (let number = 1; ; number++) {
    const name = number === 1 ? experimentName : `${experimentName} ${number}`
    if (!taken.has(name)) return name
  }
}

/** The slot after the newest run's, so that neighbours in the list differ. `runs` are newest first. */
export function chooseRunColor([newest]: readonly RunRecord[]): number {
  return newest ? (newest.color + 1) % RUN_COLOR_COUNT : 0
}
