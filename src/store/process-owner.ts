/** Which process a run belongs to, so that another one never takes a living run for a dead one. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

export const processOwnerSchema = z.object({
  pid: z.number().int(),
  /** When the process began, in the system's own spelling: a number that is used again has another. */
  startMark: z.string()
})
export type ProcessOwner = z.infer<typeof processOwnerSchema>

/** The process that started a run, and the trainer that writes into its folder. */
export const runOwnerSchema = processOwnerSchema.extend({ trainer: processOwnerSchema.optional() })
export type RunOwner = z.infer<typeof runOwnerSchema>

/** This process as an owner. */
export function getOwnProcess(): ProcessOwner {
  return describeProcess(process.pid)
}

/** The process that has this number now. */
export function describeProcess(pid: number): ProcessOwner {
  return { pid, startMark: readStartMark(pid) }
}

/** True while the very process that `owner` names is running. */
export function isProcessAlive({ pid, startMark }: ProcessOwner): boolean {
  return hasProcess(pid) && readStartMark(pid) === startMark
}

export function isSameProcess(a: ProcessOwner | null, b: ProcessOwner): boolean {
  return a?.pid === b.pid && a.startMark === b.startMark
}

/** True while some process has this number, of whatever user. */
export function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Empty where the system does not say it cheaply (Windows): there the number alone decides. */
function readStartMark(pid: number): string {
  try {
    if (process.platform === 'linux') return readLinuxStartMark(pid)
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/**
 * The boot and the clock tick at which the process began; the name before it may hold spaces and brackets. Empty for
 * one that has ended and is still listed: in a container nobody may ever ask for it.
 */
function readLinuxStartMark(pid: number): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Field 22 of proc(5); the first after the name is field 3.
  const hasEnded = afterName[0] === 'Z' || afterName[0] === 'X'
  return hasEnded ? '' : `${boot}/${afterName[19]}`
}
