/** The types that the steps of the set-up share; a step is one file and one line in the table of index.mjs. */

/**
 * @typedef {object} TensorFlowState
 * @property {string} package
 * @property {string} version
 * @property {string} libraryPath
 * @property {string} sha256 of the wheel the library came in
 */
/**
 * @typedef {object} BindingState
 * @property {string} path
 * @property {string} compiler
 */
/**
 * @typedef {object} ElectronState
 * @property {string} version
 * @property {'override' | 'official' | 'fallback'} origin
 * @property {string} executablePath
 * @property {string} note
 */
/**
 * @typedef {object} LinuxPackagesState
 * @property {string[]} missing
 */

/**
 * What is known so far, and what the application's doctor reads. `electron` and `linuxPackages` are there once a
 * window was asked for.
 * @typedef {object} SetupRecord
 * @property {1} version
 * @property {TensorFlowState} [tensorflow]
 * @property {BindingState} [binding]
 * @property {ElectronState} [electron]
 * @property {LinuxPackagesState} [linuxPackages]
 * @property {string} [checkedAt] ISO 8601
 */

/**
 * @typedef {object} SetupContext
 * @property {import('./paths.mjs').Paths} paths
 * @property {import('./progress.mjs').Progress} progress
 * @property {import('./setup-record.mjs').Stamps} stamps what was done when, private to the set-up
 * @property {{ retryElectron: boolean }} options
 */

/**
 * @template State
 * @typedef {object} SetupStep
 * @property {string} name
 * @property {(context: SetupContext) => State | undefined} find what is in place, quickly and silently; undefined when there is work
 * @property {(context: SetupContext) => Promise<State>} make does the work; may throw a SetupError
 */

export {}
