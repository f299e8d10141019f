/** How a worker of ours talks with the bench: a number of steps a line comes in, the times of that burst go out. */
import { createInterface } from 'node:readline'

export interface Burst {
  /** One a step, in milliseconds. */
  readonly wallMs: readonly number[]
  /** Of all processors together, over the whole burst. */
  readonly cpuMs: number
}

/** Answers until the bench closes the line. */
export async function serveBursts(
  versions: Readonly<Record<string, string>>,
  runBurst: (steps: number) => Promise<Burst>
): Promise<void> {
  answer({ versions })
  for await (const line of createInterface({ input: process.stdin })) {
    answer(await runBurst(Number(line)))
  }
}

/** Milliseconds of all processors since the process began. */
export function readCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
