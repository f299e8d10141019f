/** `npm test`: sets up what is missing, then lint, types, unit tests, build and end-to-end tests. */
import { launch } from './launch.mjs'

launch('test')
