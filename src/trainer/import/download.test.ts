import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportProgress } from '@shared/imported-dataset'
import { download, type RemoteFile } from './download'
import { createProgressTeller } from './progress'

const bytes = Buffer.alloc(2_000_000, 'pictures')
const md5 = createHash('md5').update(bytes).digest('hex')

let cacheFolder: string
let server: Server | undefined
let told: ImportProgress[]
beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), 'receptive-download-'))
  told = []
})
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  rmSync(cacheFolder, { recursive: true, force: true })
})

describe('a download', () => {
  it('goes on where it was interrupted at 40 %, and gives the whole file', async () => {
    const ranges: (string | undefined)[] = []
    const file = await serveFile((request, response) => {
      ranges.push(request.headers.range)
      sendRest(request, response, ranges.length === 1 ? 800_000 : bytes.length)
    })
    await expect(fetchFile(file)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/cannot be reached|connection ended/)
    })
    expect(statSync(partOf(file)).size).toBe(800_000)
    const path = await fetchFile(file)
    expect(ranges).toEqual([undefined, 'bytes=800000-'])
    expect(readFileSync(path).equals(bytes)).toBe(true)
    expect(existsSync(partOf(file))).toBe(false)
  })

  it('goes on after it was cancelled', async () => {
    const stop = new AbortController()
    let requests = 0
    const file = await serveFile((request, response) => {
      requests++
      if (requests > 1) return sendRest(request, response, bytes.length)
      sendRest(request, response, 500_000, { hangs: true })
    })
    const cancelled = fetchFile(file, stop.signal)
    const refusal = expect(cancelled).rejects.toMatchObject({ name: 'ImportStopped' })
    while (!existsSync(partOf(file)) || statSync(partOf(file)).size < 500_000) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    stop.abort()
    await refusal
    expect(readFileSync(await fetchFile(file)).equals(bytes)).toBe(true)
  })

  it('begins anew when the file on the server is another one meanwhile', async () => {
    let etag = '"old"'
    let most = 800_000
    const file = await serveFile((request, response) => sendRest(request, response, most, { etag }))
    await expect(fetchFile(file)).rejects.toThrow()
    etag = '"new"'
    most = bytes.length
    expect(readFileSync(await fetchFile(file)).equals(bytes)).toBe(true)
  })

  it('is not fetched twice', async () => {
    let requests = 0
    const file = await serveFile((request, response) => {
      requests++
      sendRest(request, response, bytes.length)
    })
    await fetchFile(file)
    await fetchFile(file)
    expect(requests).toBe(1)
  })

  it('throws away what has another checksum, or is too long', async () => {
    const file = await serveFile((request, response) => sendRest(request, response, bytes.length))
    await expect(fetchFile({ ...file, md5: '0'.repeat(32) })).rejects.toThrow(
      new RegExp(`is not set\\.tar\\.gz: it has the MD5 sum ${md5}, expected 0{32}`)
    )
    expect(existsSync(partOf(file))).toBe(false)
    await expect(fetchFile({ ...file, bytes: 1000 })).rejects.toThrow(/has more than 1000 bytes/)
  })

  it('tells how far it is, from where it goes on', async () => {
    let most = 800_000
    const file = await serveFile((request, response) => sendRest(request, response, most))
    await expect(fetchFile(file)).rejects.toThrow()
    told = []
    most = bytes.length
    await fetchFile(file)
    expect(told[0]).toMatchObject({ done: 800_000, total: bytes.length, unit: 'bytes' })
  })

  it('says in one sentence that there is no network, or no such file', async () => {
    const file = await serveFile((_request, response) => void response.writeHead(404).end('no'))
    await expect(fetchFile(file)).rejects.toThrow(
      /answered 404\. Try again later, or download set\.tar\.gz/
    )
    server?.close()
    server?.closeAllConnections()
    await expect(fetchFile(file)).rejects.toThrow(
      /127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\. Check the network and try again, or import set\.tar\.gz from a file/
    )
  })

  it('follows a redirect, and not for ever', async () => {
    const file = await serveFile((request, response) => {
      if (request.url?.startsWith('/there')) return sendRest(request, response, bytes.length)
      const location = request.url === '/loop' ? '/loop' : '/there'
      response.writeHead(302, { location }).end()
    })
    expect(readFileSync(await fetchFile(file)).equals(bytes)).toBe(true)
    const loop = { ...file, name: 'loop', url: new URL('/loop', file.url).href }
    await expect(fetchFile(loop)).rejects.toThrow(/from one address to the next without an end/)
  })
})

function fetchFile(file: RemoteFile, signal = new AbortController().signal): Promise<string> {
  const progress = createProgressTeller((one) => told.push(one))
  return download(file, { cacheFolder, signal, progress })
}

function partOf({ name }: RemoteFile): string {
  return join(cacheFolder, 'downloads', `${name}.part`)
}

async function serveFile(
  answer: (request: IncomingMessage, response: ServerResponse) => void
): Promise<RemoteFile> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/set.tar.gz`,
    name: 'set.tar.gz',
    bytes: bytes.length,
    md5
  }
}

/** As a web server does it: the range that is asked for, if it is still of the same file. Ends early at `upTo`. */
function sendRest(
  { headers }: IncomingMessage,
  response: ServerResponse,
  upTo: number,
  { hangs = false, etag = '"1"' } = {}
): void {
  const wanted = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
  const from = headers['if-range'] === undefined || headers['if-range'] === etag ? wanted : 0
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': bytes.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {})
  })
  response.write(bytes.subarray(from, upTo), () => {
    if (upTo >= bytes.length) response.end()
    else if (!hangs) setTimeout(() => response.destroy(), 50)
  })
}
