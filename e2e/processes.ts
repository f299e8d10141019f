/** The processes of an application under test, as the system lists them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The process id of the trainer that belongs to the application with this user data. */
export function findTrainer(userDataFolder: string): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: readCommand(name) }))
  const trainer = processes.find(
    ({ command }) => command.includes('node.mojom.NodeService') && command.includes(userDataFolder)
  )
  if (!trainer) throw new Error('The trainer process was not found.')
  return trainer.pid
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function readCommand(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ')
  } catch {
    // It ended between the listing and the reading.
    return ''
  }
}
