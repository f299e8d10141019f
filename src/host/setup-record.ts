/** What the set-up of a checkout remembers of TensorFlow, Electron and system packages; a packaged build has none. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const setupRecordSchema = z.object({
  version: z.literal(1),
  tensorflow: z
    .object({ package: z.string(), version: z.string(), libraryPath: z.string() })
    .optional(),
  electron: z
    .object({
      version: z.string(),
      origin: z.enum(['override', 'official', 'fallback']),
      executablePath: z.string(),
      note: z.string()
    })
    .optional(),
  linuxPackages: z.object({ missing: z.array(z.string()) }).optional()
})
export type SetupRecord = z.infer<typeof setupRecordSchema>

/** Null when the set-up has not run here, or left something that this version does not read. */
export function readSetupRecord(applicationFolder: string): SetupRecord | null {
  const file = join(applicationFolder, 'node_modules', '.receptive', 'setup.json')
  if (!existsSync(file)) return null
  try {
    return setupRecordSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null
  } catch {
    return null
  }
}
