/** Where the command line finds what was built beside it. */
import { dirname, join, resolve } from 'node:path'

/** The folder of the CLI's own program. */
const programFolder = dirname(process.argv[1] ?? '')

/** The trainer's program. */
export const trainerFile = join(programFolder, 'trainer.js')

/** The importer's program. */
export const importerFile = join(programFolder, 'importer.js')

/** The application's folder, which holds the record of its set-up in a checkout. */
export const applicationFolder = resolve(programFolder, '../..')
