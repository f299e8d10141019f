/** Tells zod not to compile its parsers: the page's content security policy forbids it. Imported before any schema. */
import { z } from 'zod'

z.config({ jitless: true })
