/** `npm run dev`: the window with hot reload. */
import { launch } from './launch.mjs'

launch('dev')
