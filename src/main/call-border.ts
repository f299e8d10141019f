/** What happens to one call from the page: is the sender ours, is the input well-formed, what is the answer. */
import type { WebContents } from 'electron'
import { appContract, type AppContract } from '@shared/contract/app'
import { toWireError, type Handlers, type Outcome } from '@shared/contract/define'
import { answerCall } from '@shared/contract/rpc'

/** What the border knows of who asks. */
export interface CallContext {
  readonly page: WebContents
}

/** What a frame must tell of itself; Electron's WebFrameMain does. */
export interface FrameIdentity {
  readonly processId: number
  readonly routingId: number
  readonly url: string
}

export interface BorderCall<Page extends { readonly mainFrame: FrameIdentity }> {
  readonly handlers: Handlers<AppContract, { readonly page: Page }>
  readonly origin: string
  /** Our window's page; null when there is none. */
  readonly page: Page | null
  readonly asker: { readonly senderFrame: FrameIdentity | null }
  readonly name: string
  readonly input: unknown
  warn(sentence: string): void
}

/** Never throws: whatever goes wrong is an outcome, without a stack. */
export async function answerAtBorder<Page extends { readonly mainFrame: FrameIdentity }>({
  handlers,
  origin,
  page,
  asker,
  name,
  input,
  warn
}: BorderCall<Page>): Promise<Outcome> {
  try {
    if (!page || !isOwnPage(asker.senderFrame, page.mainFrame, origin)) {
      throw new TypeError(`Call '${name}' from a stranger was refused.`)
    }
    return { ok: true, output: await answerCall(appContract, handlers, name, input, { page }) }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UserError') {
      warn(`Call '${name}' failed: ${(error as Error).stack ?? String(error)}`)
    }
    return { ok: false, error: toWireError(error) }
  }
}

/** True for the outermost frame of our window while it shows our own page. */
export function isOwnPage(
  sender: FrameIdentity | null,
  mainFrame: FrameIdentity,
  origin: string
): boolean {
  return (
    sender !== null &&
    sender.processId === mainFrame.processId &&
    sender.routingId === mainFrame.routingId &&
    getOrigin(sender.url) === origin
  )
}

/** `app://receptive`; URL.origin knows nothing of schemes that are not the web's. */
export function getOrigin(url: string): string | null {
  try {
    const { protocol, host } = new URL(url)
    return `${protocol}//${host}`
  } catch {
    return null
  }
}
