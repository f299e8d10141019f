/** The set-up alone. */

import { describeElectron } from '../setup/electron-choice.mjs'
import { describeMissing } from '../setup/linux-packages.mjs'
import { createProgress } from '../setup/progress.mjs'
import { setUp } from '../setup/set-up.mjs'
import { SetupError } from '../setup/setup-error.mjs'

/** @param {string[]} args */
export async function main(args) {
  const progress = createProgress()
  const record = await setUp({ progress, retryElectron: args.includes('--retry-electron') })
  if (record.tensorflow) progress.say(`TensorFlow ${record.tensorflow.version} (CPU)`)
  if (record.electron) progress.say(describeElectron(record.electron))
  const missing = record.linuxPackages?.missing ?? []
  if (missing.length > 0) throw new SetupError(describeMissing(missing))
  return 0
}
