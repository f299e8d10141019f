/** Serves the built page under app://, so that it has an origin, a policy, and no access to files. */
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { createPageHeaders, findPageFile, PAGE_SCHEME } from '../page-files'

/** Must be called before Electron is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** Serves the files below `folder`; must be called once Electron is ready. */
export function servePage(folder: string): void {
  // Electron has protocol.handle since version 25.
  if (typeof protocol.handle === 'function') {
    protocol.handle(PAGE_SCHEME, async ({ url }) => {
      const { status, headers, data } = await answer(url, folder)
      return new Response(new Uint8Array(data), { status, headers })
    })
    return
  }
  protocol.registerBufferProtocol(PAGE_SCHEME, ({ url }, respond) => {
    void answer(url, folder).then(({ status, headers, data }) =>
      respond({ statusCode: status, headers, data })
    )
  })
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly data: Buffer
}

async function answer(url: string, folder: string): Promise<Answer> {
  const file = findPageFile(url, folder)
  try {
    if (file !== null) {
      return { status: 200, headers: createPageHeaders(file), data: await readFile(file) }
    }
  } catch {
    // Not there: answered like a path that is not ours.
  }
  const headers = createPageHeaders('missing.html')
  return { status: 404, headers, data: Buffer.from('Not found') }
}
