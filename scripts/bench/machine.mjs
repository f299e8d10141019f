/** What a measurement was made on. */

import { cpus, release, totalmem, type } from 'node:os'

const GIB = 2 ** 30

/** @returns {{ machine: string, cores: number, memoryGib: number, system: string }} */
export function describeMachine() {
  return {
    machine: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / GIB),
    system: `${type()} ${release()}`
  }
}
