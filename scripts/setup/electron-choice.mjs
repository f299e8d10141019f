/** Which Electron to use: the user's own, else the official one, else the old one that the Python index carries. */

/** How long a failed official download is not tried again, so that the second start is quick. */
export const RETRY_OFFICIAL_AFTER_MS = 24 * 60 * 60 * 1000

/**
 * @typedef {object} ElectronSituation
 * @property {string | undefined} override ELECTRON_OVERRIDE_DIST_PATH
 * @property {boolean} hasOfficial
 * @property {boolean} hasFallback
 * @property {number | undefined} officialFailedAt milliseconds since 1970
 * @property {boolean} retryOfficial the user asks for another try
 * @property {number} now milliseconds since 1970
 */

/**
 * @param {ElectronSituation} situation
 * @returns {'use-override' | 'use-official' | 'get-official' | 'use-fallback' | 'get-fallback'}
 */
export function chooseElectron(situation) {
  const { override, hasOfficial, hasFallback, officialFailedAt, retryOfficial, now } = situation
  if (override) return 'use-override'
  if (hasOfficial) return 'use-official'
  const failedLately =
    officialFailedAt !== undefined && now - officialFailedAt < RETRY_OFFICIAL_AFTER_MS
  if (retryOfficial || !failedLately) return 'get-official'
  return hasFallback ? 'use-fallback' : 'get-fallback'
}

/**
 * The line that says which Electron is in use.
 * @param {import('./step.mjs').ElectronState} electron
 */
export function describeElectron({ version, origin, note }) {
  const names = { override: 'your own build', official: 'official build', fallback: 'fallback' }
  return `Electron ${version}, ${names[origin]}. ${note}`
}
