/** TensorBoard on the same data, on this machine: its server, its page in our Electron, from start and from a click. */

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openVirtualDisplay } from '../../setup/display.mjs'
import { getCacheDir, repositoryRoot } from '../../setup/paths.mjs'
import { findPython } from '../../setup/python.mjs'
import { runProcess } from '../../setup/run-process.mjs'
import { setUp } from '../../setup/set-up.mjs'
import { bundle } from '../bundle.mjs'

const TENSORBOARD = 'tensorboard==2.21.0'
const SERVER_START_MS = 60_000

/** @typedef {{ runs: number, points: number, metrics: number }} Size */
/** @typedef {{ fromStartMs: number, fromClickMs: number }} Times */

/** A Python with TensorBoard, installed (about 100 MB) when missing. */
export async function getTensorBoardPython() {
  const folder = join(getCacheDir(), 'bench', TENSORBOARD.replace('==', '-'))
  const python = join(folder, 'bin', 'python')
  const done = join(folder, 'complete')
  if (existsSync(done)) return python
  console.error('Installing TensorBoard to compare with (about 100 MB, once) ...')
  await runOrThrow(await findPython(), ['-m', 'venv', folder])
  await runOrThrow(python, ['-m', 'pip', 'install', '--quiet', TENSORBOARD, 'numpy'])
  writeFileSync(done, '')
  return python
}

/**
 * Writes the data as event files, and opens TensorBoard on it as often as asked.
 * @param {Size} size
 * @param {number} times
 * @returns {Promise<Times[]>}
 */
export async function measureTensorBoard({ runs, points, metrics }, times) {
  const python = await getTensorBoardPython()
  const { electron } = await setUp()
  if (!electron) throw new Error('The set-up for a window ends with an Electron.')
  const folder = join(getCacheDir(), 'bench', `events-${runs}-${points}-${metrics}`)
  await writeEvents({ python, folder, size: { runs, points, metrics } })
  const display = process.env.DISPLAY ? undefined : await openVirtualDisplay()
  const server = await startServer(python, folder)
  try {
    const main = await bundle(join('tensorboard', 'tensorboard-page.ts'))
    const measured = []
    for (let time = 0; time < times; time++) {
      measured.push(await openPage(electron.executablePath, main, { url: server.url, display }))
    }
    return measured
  } finally {
    server.stop()
    display?.close()
  }
}

/** @param {{ python: string, folder: string, size: Size }} options */
async function writeEvents({ python, folder, size: { runs, points, metrics } }) {
  const done = `${folder}.complete`
  if (existsSync(done)) return
  console.error(`Writing ${runs} runs of ${points} points as event files ...`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const script = join(repositoryRoot, 'scripts', 'bench', 'tensorboard', 'write_events.py')
  await runOrThrow(python, [script, folder, String(runs), String(points), String(metrics)])
  writeFileSync(done, '')
}

/**
 * Starts TensorBoard, and waits until it has read all of the folder: only then it is asked.
 * @param {string} python
 * @param {string} folder
 */
async function startServer(python, folder) {
  const port = await findPort()
  const args = ['-m', 'tensorboard.main', '--logdir', folder, '--port', String(port)]
  const child = spawn(python, args, { stdio: 'ignore' })
  const url = `http://localhost:${port}`
  const giveUpAt = Date.now() + SERVER_START_MS
  let before = ''
  for (;;) {
    if (Date.now() > giveUpAt) throw new Error('TensorBoard has not read its files in time.')
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const now = await readNewestSteps(url)
    if (now !== '' && now === before) break
    before = now
  }
  return { url, stop: () => void child.kill() }
}

/**
 * What the server knows of one metric: it is the same twice in a row when everything is read.
 * @param {string} url
 */
async function readNewestSteps(url) {
  try {
    /** @type {string[]} */
    const runs = JSON.parse(await (await fetch(`${url}/data/runs`)).text())
    const last = runs.at(-1)
    if (!last) return ''
    const query = `tag=metric-0&run=${encodeURIComponent(last)}`
    const answer = await fetch(`${url}/data/plugin/scalars/scalars?${query}`)
    /** @type {unknown[]} */
    const rows = JSON.parse(await answer.text())
    return `${runs.length} ${JSON.stringify(rows.at(-1))}`
  } catch {
    return ''
  }
}

/**
 * @param {string} executable
 * @param {string} main
 * @param {{ url: string, display: { display: string } | undefined }} options
 * @returns {Promise<Times>}
 */
async function openPage(executable, main, { url, display }) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, BENCH_URL: url, ...(display ? { DISPLAY: display.display } : {}) }
  delete env.ELECTRON_RUN_AS_NODE
  const args = process.getuid?.() === 0 ? ['--no-sandbox', main] : [main]
  const { code, output } = await runProcess(executable, args, { env })
  const line = output.split('\n').find((one) => one.startsWith('{"fromStartMs"'))
  if (code !== 0 || !line) throw new Error(`TensorBoard's page could not be measured: ${output}`)
  return JSON.parse(line)
}

/** @returns {Promise<number>} a port that nobody listens on */
function findPort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function runOrThrow(command, args) {
  const { code, output } = await runProcess(command, args)
  if (code !== 0) throw new Error(output.trim().split('\n').at(-1) ?? `${command} failed.`)
}
