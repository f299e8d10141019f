/** The processes of the machine, for tests about their end (Linux). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The process id of the trainer that belongs to the application with this user data. */
export function findTrainer(userDataFolder: string): number {
  const [trainer] = findUtilities(userDataFolder)
  if (trainer === undefined) throw new Error('The trainer process was not found.')
  return trainer
}

/** The processes beside the window's own, of the application with this user data: trainer, inspector, importer. */
export function findUtilities(userDataFolder: string): number[] {
  return listProcesses()
    .filter(
      ({ command }) =>
        command.includes('node.mojom.NodeService') && command.includes(userDataFolder)
    )
    .map(({ pid }) => pid)
}

/** The process id of the trainer that a command line has started. */
export function findChildTrainer(parent: number): number {
  const trainer = listProcesses().find(
    ({ command, stat }) => command.includes('trainer.js') && Number(stat[1]) === parent
  )
  if (!trainer) throw new Error('The trainer process was not found.')
  return trainer.pid
}

/** Kills a process and all that it has started, the youngest first, as a machine does that is switched off. */
export function killTree(root: number): void {
  const all = listProcesses()
  const family = [root]
  for (const pid of family) {
    for (const { pid: child, stat } of all) if (Number(stat[1]) === pid) family.push(child)
  }
  for (const pid of family.reverse()) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
}

/** False also for a process that has ended and that nobody has asked for. */
export function isAlive(pid: number): boolean {
  const [state] = readStat(String(pid))
  return state !== undefined && state !== 'Z'
}

/** Memory that the process has in the machine, in bytes. */
export function readResidentBytes(pid: number): number {
  const [, kilobytes = 0] = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`)) ?? []
  return Number(kilobytes) * 1024
}

function listProcesses(): { pid: number; command: string; stat: string[] }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: readCommand(name), stat: readStat(name) }))
}

function readCommand(pid: string): string {
  return read(join('/proc', pid, 'cmdline')).replaceAll('\0', ' ')
}

/** The fields of proc(5) after the name: state, parent, and more. */
function readStat(pid: string): string[] {
  const text = read(join('/proc', pid, 'stat'))
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Empty for a process that ended between the listing and the reading. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
