/** The native binding of tfjs-node: compiled from the package's two sources, cached, installed, really loaded. */

import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readJson, writeJson } from './files.mjs'
import { runTask } from './progress.mjs'
import { runProcess } from './run-process.mjs'
import { SetupError } from './setup-error.mjs'
import { tensorflow } from './tensorflow.mjs'

const loadScript = join(dirname(fileURLToPath(import.meta.url)), 'load-binding.mjs')
const NODE_API_VERSION = 8 // the newest that the package looks for, and what Node 16 (Electron 22) has

/** @type {import('./step.mjs').SetupStep<import('./step.mjs').BindingState>} */
export const binding = {
  name: 'binding',

  find(context) {
    const plan = planBinding(context)
    if (!plan || !existsSync(plan.installedPath)) return undefined
    const stamp = context.stamps.get('binding')
    if (stamp?.key !== plan.key || stamp.sha256 !== hashFile(plan.installedPath)) return undefined
    return { path: plan.installedPath, compiler: stamp.compiler }
  },

  async make(context) {
    const plan = planBinding(context)
    if (!plan) throw new Error('The binding is built after TensorFlow and the packages are there.')
    return runTask(context.progress, 'Building the TensorFlow binding', async (task) => {
      const cached = readJson(`${plan.cachedPath}.json`)
      const isCached = cached && existsSync(plan.cachedPath)
      const compiler = isCached ? cached.compiler : await compile(plan, context.paths.logs)
      install(plan)
      const loaded = await checkThatItLoads(context.paths)
      context.stamps.set('binding', {
        key: plan.key,
        sha256: hashFile(plan.installedPath),
        compiler
      })
      task.done(
        `${isCached ? 'taken from the cache' : `with ${compiler}`}, TensorFlow ${loaded} loads`
      )
      return { path: plan.installedPath, compiler }
    })
  }
}

/** @typedef {NonNullable<ReturnType<typeof planBinding>>} BindingPlan */

/**
 * What to compile, how, and where to; undefined while its parts are missing.
 * @param {import('./step.mjs').SetupContext} context
 */
function planBinding(context) {
  const { paths } = context
  const library = tensorflow.find(context)
  const sourceFolder = join(paths.tfjsNode, 'binding')
  if (!library || !existsSync(sourceFolder)) return undefined
  const lib = dirname(library.libraryPath)
  const names = readdirSync(sourceFolder).sort()
  const flags = [
    ['-std=c++17', '-O2', '-fPIC', '-shared'],
    [`-DNAPI_VERSION=${NODE_API_VERSION}`],
    ['-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    [`-I${join(dirname(lib), 'include')}`],
    [`-I${join(paths.nodeModules, 'node-api-headers', 'include')}`]
  ].flat()
  // -Xlinker keeps a comma in a folder's name harmless, which -Wl would split at
  const linking = [
    `-L${lib}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-Xlinker',
    '-rpath',
    '-Xlinker',
    lib
  ]
  const hash = createHash('sha256').update(
    JSON.stringify([flags.slice(0, -1), linking, library.version])
  )
  for (const name of names) hash.update(name).update(readFileSync(join(sourceFolder, name)))
  const key = hash.digest('hex').slice(0, 16)
  return {
    key,
    sources: names.filter((name) => name.endsWith('.cc')).map((name) => join(sourceFolder, name)),
    flags,
    linking,
    cachedPath: join(paths.cacheDir, 'bindings', key, 'tfjs_binding.node'),
    installedPath: join(paths.tfjsNode, 'lib', `napi-v${NODE_API_VERSION}`, 'tfjs_binding.node')
  }
}

/**
 * Compiles into the cache and returns the compiler's name.
 * @param {BindingPlan} plan
 * @param {string} logs
 */
async function compile({ sources, flags, linking, cachedPath }, logs) {
  const compiler = await findCompiler()
  const partial = `${cachedPath}.partial`
  const logPath = join(logs, 'binding.log')
  mkdirSync(dirname(cachedPath), { recursive: true })
  const { code, output } = await runProcess(
    compiler,
    [...flags, ...sources, '-o', partial, ...linking],
    { logPath }
  )
  if (code !== 0) {
    const reason =
      output.split('\n').find((line) => /error/i.test(line)) ?? `it ended with code ${code}`
    throw new SetupError(
      `The TensorFlow binding could not be compiled with ${compiler}: ${reason.trim()}. Try another compiler with CXX=clang++.`,
      { logPath }
    )
  }
  renameSync(partial, cachedPath)
  const version = await runProcess(compiler, ['-dumpfullversion', '-dumpversion'])
  const description = `${compiler} ${version.stdout.trim()}`.trim()
  writeJson(`${cachedPath}.json`, { compiler: description })
  return description
}

/**
 * The C++ compiler to use: $CXX, or the first that runs.
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function findCompiler(env = process.env) {
  const candidates = env.CXX ? [env.CXX] : ['g++', 'clang++', 'c++']
  for (const command of candidates) {
    const { code } = await runProcess(command, ['--version'], { env })
    if (code === 0) return command
  }
  throw new SetupError(
    env.CXX
      ? `CXX is ${env.CXX}, which does not run as a C++ compiler. Correct it, or unset it to use g++.`
      : 'No C++ compiler was found; it builds the TensorFlow binding once. Install one with: sudo apt-get install -y g++'
  )
}

/** @param {BindingPlan} plan */
function install({ cachedPath, installedPath }) {
  mkdirSync(dirname(installedPath), { recursive: true })
  // renamed into place: a process that has the old file open keeps its old copy
  const temporary = `${installedPath}.${process.pid}.tmp`
  copyFileSync(cachedPath, temporary)
  renameSync(temporary, installedPath)
}

/**
 * TensorFlow's version, as told by the library itself after it multiplied two matrices.
 * @param {import('./paths.mjs').Paths} paths
 */
async function checkThatItLoads({ root, logs }) {
  const logPath = join(logs, 'binding-load.log')
  const { code, stdout, output } = await runProcess(process.execPath, [loadScript, root], {
    cwd: root,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    logPath
  })
  const lastLine = stdout.trim().split('\n').at(-1) ?? ''
  if (code === 0) return lastLine
  const reason =
    output.split('\n').find((line) => line.includes('Error')) ?? `it ended with code ${code}`
  throw new SetupError(
    `The TensorFlow binding was built but does not load: ${reason.trim()}. Remove node_modules/.receptive and start again; if it repeats, report it with the log.`,
    { logPath }
  )
}

/** @param {string} path */
function hashFile(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
