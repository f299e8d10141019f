/** Which file of the built page a URL of app:// names, and with which headers it goes out. */
import { extname, join, normalize, sep } from 'node:path'

export const PAGE_SCHEME = 'app'
export const PAGE_ORIGIN = `${PAGE_SCHEME}://receptive`

/** The page is all ours and works offline: nothing from elsewhere, nothing inline, nothing evaluated. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2'
}

/** The file below `folder` that `url` names; null for another host, a way out of the folder or an unknown kind of file. */
export function findPageFile(url: string, folder: string): string | null {
  const path = readPath(url)
  if (path === null) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  const isInside = file.startsWith(normalize(folder + sep))
  return isInside && Object.hasOwn(contentTypes, extname(file)) ? file : null
}

export function createPageHeaders(file: string): Record<string, string> {
  return {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin'
  }
}

/** The decoded path; null when it is not ours, not decodable, or encodes what a path of ours never holds. */
function readPath(url: string): string | null {
  try {
    const { protocol, host, pathname } = new URL(url)
    if (`${protocol}//${host}` !== PAGE_ORIGIN) return null
    const path = decodeURIComponent(pathname)
    return /[\\%\0]/.test(path) || path.split('/').includes('..') ? null : path
  } catch {
    return null
  }
}
