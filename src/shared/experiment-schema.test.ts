import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { experimentSchema } from './experiment'

// `npx vitest run --project shared -u` writes the file anew.
it('ships the JSON schema that the experiment parser enforces', async () => {
  const schema = z.toJSONSchema(experimentSchema, { io: 'input' })
  const text = `${JSON.stringify({ title: 'Receptive experiment, version 1', ...schema }, null, 2)}\n`
  await expect(text).toMatchFileSnapshot(resolve('resources/schema/experiment-1.schema.json'))
})
