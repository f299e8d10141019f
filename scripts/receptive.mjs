/** `npm run -s receptive -- ARGS`: the command line, with set-up and build before it when they are needed. */
import { launch } from './launch.mjs'

launch('receptive')
