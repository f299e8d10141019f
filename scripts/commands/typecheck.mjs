/** Types: each process against its own tsconfig, two compilers at a time. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../setup/paths.mjs'
import { runProcess } from '../setup/run-process.mjs'

const AT_A_TIME = 2

const projects = [
  { name: 'web', compiler: 'vue-tsc' }, // the longest first
  { name: 'trainer', compiler: 'tsc' },
  { name: 'main', compiler: 'tsc' },
  { name: 'cli', compiler: 'tsc' },
  { name: 'e2e', compiler: 'tsc' },
  { name: 'shared', compiler: 'tsc' },
  { name: 'preload', compiler: 'tsc' },
  { name: 'scripts', compiler: 'tsc' }
]

/** Resolves with 0 when every project is sound; complaints go to stdout. */
export async function main() {
  const waiting = projects.filter(({ name }) => existsSync(getConfig(name)))
  let hasFailed = false
  const worker = async () => {
    for (let project = waiting.shift(); project; project = waiting.shift()) {
      const { code, output } = await check(project)
      if (code === 0) continue
      hasFailed = true
      process.stdout.write(`tsconfig.${project.name}.json\n${output}`)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  return hasFailed ? 1 : 0
}

/** @param {{ name: string, compiler: string }} project */
function check({ name, compiler }) {
  const memory = join(repositoryRoot, 'node_modules', '.receptive', `${name}.tsbuildinfo`)
  const args = ['--project', getConfig(name), '--noEmit', '--incremental']
  return runProcess(
    process.execPath,
    [join(repositoryRoot, 'node_modules', '.bin', compiler), ...args, '--tsBuildInfoFile', memory],
    { cwd: repositoryRoot }
  )
}

/** @param {string} name */
function getConfig(name) {
  return join(repositoryRoot, `tsconfig.${name}.json`)
}
