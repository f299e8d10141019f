/** Fetches an archive from its home page: goes on where an earlier try ended, and checks what arrived. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { get as httpsGet } from 'node:https'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Transform } from 'node:stream'
import { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { ImportStopped } from './import-stopped'
import type { ProgressTeller } from './progress'

/** Where a set comes from and what must arrive. Sizes and sums as the home page states them. */
export interface RemoteFile {
  readonly url: string
  readonly name: string
  readonly bytes: number
  readonly md5: string
}

export interface DownloadOptions {
  readonly cacheFolder: string
  readonly signal: AbortSignal
  readonly progress: ProgressTeller
}

/** A server that says nothing for this long is not there. */
const SILENCE_MS = 30_000
const MAX_REDIRECTS = 5

/**
 * The path of the whole file, fetched if it is not there. A part that arrived stays for the next try.
 * @throws UserError when there is no network, or what arrived is not the file; ImportStopped.
 */
export async function download(file: RemoteFile, options: DownloadOptions): Promise<string> {
  const path = join(options.cacheFolder, 'downloads', file.name)
  if (await hasSize(path, file.bytes)) return path
  const part = `${path}.part`
  await mkdir(dirname(path), { recursive: true })
  try {
    await fetchRest(file, part, options)
  } catch (error) {
    throw describeFailure(error, file, options.signal)
  }
  await checkSum(file, part, options)
  await rename(part, path)
  await rm(`${part}.json`, { force: true })
  return path
}

/** What tells whether the file on the server is still the one that was begun. */
const validatorSchema = z.object({ url: z.string(), validator: z.string().nullable() })

async function fetchRest(
  file: RemoteFile,
  part: string,
  { signal, progress }: DownloadOptions
): Promise<void> {
  const { url, bytes } = file
  const begun = await readBegun(file, part)
  const headers: Record<string, string> =
    begun.length > 0
      ? {
          range: `bytes=${begun.length}-`,
          // Without the same validator the server sends the whole file anew.
          ...(begun.validator === null ? {} : { 'if-range': begun.validator })
        }
      : {}
  if (begun.length === bytes) return
  const response = await request(url, headers, signal)
  const isRest = response.statusCode === 206 && startsAt(response, begun.length)
  if (!isRest && response.statusCode !== 200) {
    response.destroy()
    throw new UserError(
      `${url} answered ${response.statusCode}. Try again later, or download ${file.name} yourself and import the file.`
    )
  }
  let done = isRest ? begun.length : 0
  await writeFile(
    `${part}.json`,
    JSON.stringify({
      url,
      validator: response.headers.etag ?? response.headers['last-modified'] ?? null
    })
  )
  progress.begin(`Downloading ${file.name}`, { total: bytes, unit: 'bytes', done })
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      done += chunk.length
      if (done > bytes) return next(new UserError(describeOther(file, `more than ${bytes} bytes`)))
      progress.tell(done)
      next(null, chunk)
    }
  })
  await pipeline(response, count, createWriteStream(part, { flags: isRest ? 'a' : 'w' }), {
    signal
  })
}

async function readBegun(
  { url, bytes }: RemoteFile,
  part: string
): Promise<{ length: number; validator: string | null }> {
  const { size } = await stat(part).catch(() => ({ size: 0 }))
  const told = await readFile(`${part}.json`, 'utf8')
    .then((text) => validatorSchema.parse(JSON.parse(text)))
    .catch(() => null)
  const isSame = told?.url === url && size <= bytes
  return isSame ? { length: size, validator: told.validator } : { length: 0, validator: null }
}

function startsAt({ headers }: IncomingMessage, offset: number): boolean {
  return headers['content-range']?.startsWith(`bytes ${offset}-`) === true
}

async function request(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal
): Promise<IncomingMessage> {
  let target = new URL(url)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await ask(target, headers, signal)
    const { location } = response.headers
    const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0)
    if (!isRedirect || location === undefined) return response
    response.destroy()
    const next = new URL(location, target)
    if (target.protocol === 'https:' && next.protocol !== 'https:') {
      throw new UserError(
        `${url} leads to ${next.origin}, which is not encrypted. Nothing was fetched.`
      )
    }
    target = next
  }
  throw new UserError(`${url} leads from one address to the next without an end.`)
}

function ask(
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal
): Promise<IncomingMessage> {
  const get = url.protocol === 'http:' ? httpGet : httpsGet
  return new Promise((resolve, reject) => {
    const sent = get(url, { headers, signal, timeout: SILENCE_MS }, resolve)
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })))
  })
}

/** @throws UserError when the bytes are not the file; they are removed then, so that the next try begins anew. */
async function checkSum(
  file: RemoteFile,
  part: string,
  { signal, progress }: DownloadOptions
): Promise<void> {
  const { size } = await stat(part)
  if (size < file.bytes) {
    throw new UserError(
      `The connection ended after ${size} of ${file.bytes} bytes of ${file.name}. Start the download again; it goes on from there.`
    )
  }
  progress.begin('Checking', { total: size, unit: 'bytes' })
  const hash = createHash('md5')
  let done = 0
  for await (const chunk of createReadStream(part) as AsyncIterable<Uint8Array>) {
    if (signal.aborted) throw new ImportStopped()
    hash.update(chunk)
    progress.tell((done += chunk.length))
  }
  const found = hash.digest('hex')
  if (found === file.md5) return
  await rm(part, { force: true })
  throw new UserError(describeOther(file, `the MD5 sum ${found}, expected ${file.md5}`))
}

function describeOther({ name, url }: RemoteFile, what: string): string {
  return `What ${url} sent is not ${name}: it has ${what}. It was thrown away; try again later, or import the file from elsewhere.`
}

async function hasSize(path: string, bytes: number): Promise<boolean> {
  return stat(path).then(
    ({ size }) => size === bytes,
    () => false
  )
}

const NO_NETWORK =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|EPIPE|ERR_STREAM_PREMATURE_CLOSE|CERT_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*)$/

function describeFailure(error: unknown, { url, name }: RemoteFile, signal: AbortSignal): unknown {
  if (error instanceof UserError || error instanceof ImportStopped) return error
  if (signal.aborted) return new ImportStopped()
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') {
    return new UserError(
      `The disk is full. Free some space and start the download again; it goes on.`
    )
  }
  if (NO_NETWORK.test(code ?? '') || message === 'aborted') {
    return new UserError(
      `${new URL(url).host} cannot be reached (${code ?? message}). Check the network and try again, or import ${name} from a file.`
    )
  }
  return error
}
