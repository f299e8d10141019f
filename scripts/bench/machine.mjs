/** What a measurement was made on. */

import { readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'

const GIB = 2 ** 30

/** Two processors that call themselves alike may differ in these, and so by a factor of four. */
const TELLING_FEATURES = ['avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile']

/** @returns {{ machine: string, cores: number, memoryGib: number, system: string }} */
export function describeMachine() {
  return {
    machine: describeProcessor(),
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / GIB),
    system: `${type()} ${release()}`
  }
}

/** `AMD EPYC with AVX2`; without the instruction sets where the system does not tell. */
export function describeProcessor() {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(/\s+/)
    const newest = TELLING_FEATURES.filter((feature) => flags?.includes(feature)).at(-1)
    return newest === undefined ? model : `${model} with ${newest.toUpperCase()}`
  } catch {
    return model
  }
}
