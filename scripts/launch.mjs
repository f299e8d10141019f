/** Starts a command of this repository: checks the Node version first, ends with its exit code or one sentence. */

// Only syntax that old Node versions read, or they would show a syntax error instead of the sentence.
const OLDEST_NODE = '20.19'
const EXIT_CODE_INTERRUPTED = 130

/**
 * Runs commands/NAME.mjs with the arguments of the command line.
 * @param {string} name
 */
export function launch(name) {
  const problem = describeOldNode(process.versions.node)
  if (problem) {
    process.stderr.write(problem + '\n')
    process.exitCode = 1
    return
  }
  import('./commands/' + name + '.mjs').then(run, fail)
}

/**
 * One sentence when the version is too old, an empty one otherwise.
 * @param {string} version
 */
export function describeOldNode(version) {
  if (toNumber(version) >= toNumber(OLDEST_NODE)) return ''
  return `Receptive needs Node ${OLDEST_NODE} or newer, and this is Node ${version}. Install a newer Node and start again.`
}

/** @param {string} version */
function toNumber(version) {
  const [major, minor] = version.split('.')
  return Number(major) * 1000 + Number(minor)
}

/** @param {{ main: (args: string[]) => Promise<number> }} command */
function run(command) {
  return import('./setup/foreground.mjs').then(({ hasForegroundProgram }) => {
    const stop = () => {
      // a program in the foreground answers Ctrl+C itself, and its exit code is ours
      if (hasForegroundProgram()) return
      process.stderr.write('\nStopped. The next start continues where this one was.\n')
      process.exit(EXIT_CODE_INTERRUPTED)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    return command.main(process.argv.slice(2)).then((code) => {
      process.exitCode = code
    }, fail)
  })
}

/** @param {unknown} error */
function fail(error) {
  return import('./setup/setup-error.mjs').then(({ describeError }) => {
    process.stderr.write(describeError(error) + '\n')
    process.exitCode = 1
  })
}
