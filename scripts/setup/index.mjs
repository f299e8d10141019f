/** `npm run setup`: sets up what is missing and says what is in use; --retry-electron tries the official one again. */
import { launch } from '../launch.mjs'

launch('setup')
