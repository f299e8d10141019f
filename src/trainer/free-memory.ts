/** How much memory this process may still take: the least that the machine, its container and its own limits leave. */
import { readFileSync } from 'node:fs'
import os from 'node:os'

/** Bytes. Limits are read where the system has files for them (Linux); elsewhere the machine's free memory counts alone. */
export function getFreeMemory(): number {
  return Math.max(0, Math.min(os.freemem(), getContainerRoom(), getAddressRoom()))
}

/** What control group v2 leaves to this container. */
function getContainerRoom(): number {
  const most = readNumber('/sys/fs/cgroup/memory.max', /^(\d+)/)
  const used = readNumber('/sys/fs/cgroup/memory.current', /^(\d+)/)
  return most === null || used === null ? Infinity : most - used
}

/** What a limit of the address space leaves (`ulimit -v`). */
function getAddressRoom(): number {
  const most = readNumber('/proc/self/limits', /^Max address space +(\d+)/m)
  const usedKilobytes = readNumber('/proc/self/status', /^VmSize:\s+(\d+)/m)
  return most === null || usedKilobytes === null ? Infinity : most - usedKilobytes * 1024
}

function readNumber(file: string, pattern: RegExp): number | null {
  try {
    const [, digits] = pattern.exec(readFileSync(file, 'utf8')) ?? []
    return digits === undefined ? null : Number(digits)
  } catch {
    return null
  }
}
