/** `npm start`: sets up what is missing, builds what is stale, opens the window. */
import { launch } from './launch.mjs'

launch('start')
