/** `npm run typecheck`: each process against its own tsconfig. */
import { launch } from './launch.mjs'

launch('typecheck')
