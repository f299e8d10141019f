/** `npm run test:e2e`: the end-to-end tests in a real window, on a virtual display where there is none. */
import { launch } from './launch.mjs'

launch('e2e')
