/** A Python package index on this machine, for tests: one file, with HTTP Range, and connections that break. */

import { createServer } from 'node:http'

/**
 * @typedef {object} PackageIndex
 * @property {NodeJS.ProcessEnv} env makes pip use this index and nothing else
 * @property {(string | undefined)[]} ranges the Range header of each request for the file
 * @property {(bytes: number | undefined) => void} cutAfter closes each connection to the file after so many bytes
 * @property {(bytes: number | undefined) => void} stallAfter stops sending after so many bytes, with the connection open
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ name: string, filename: string, content: Buffer }} file
 * @returns {Promise<PackageIndex>}
 */
export async function startPackageIndex({ name, filename, content }) {
  /** @type {(string | undefined)[]} */
  const ranges = []
  /** @type {number | undefined} */
  let cutAfter
  /** @type {number | undefined} */
  let stallAfter
  const server = createServer((request, response) => {
    if (request.url === `/simple/${name}/`) {
      response.setHeader('Content-Type', 'text/html')
      response.end(
        `<!DOCTYPE html><html><body><a href="/files/${filename}">${filename}</a></body></html>`
      )
      return
    }
    if (request.url !== `/files/${filename}`) {
      response.writeHead(404).end()
      return
    }
    ranges.push(request.headers.range)
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const body = content.subarray(start)
    response.writeHead(start > 0 ? 206 : 200, {
      'Content-Length': body.length,
      ...(start > 0 && {
        'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}`
      })
    })
    const limit = cutAfter ?? stallAfter
    if (limit === undefined) response.end(body)
    else response.write(body.subarray(0, limit), () => void (cutAfter && response.destroy()))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    env: createPipEnvironment(`http://127.0.0.1:${address.port}/simple`),
    ranges,
    cutAfter: (bytes) => void (cutAfter = bytes),
    stallAfter: (bytes) => void (stallAfter = bytes),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}

/**
 * The environment in which pip knows this index alone.
 * @param {string} url
 * @returns {NodeJS.ProcessEnv}
 */
export function createPipEnvironment(url) {
  return {
    ...process.env,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_INDEX_URL: url,
    PIP_EXTRA_INDEX_URL: '',
    PIP_FIND_LINKS: '',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1'
  }
}
