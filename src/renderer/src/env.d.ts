/** What the page's globals hold beyond the browser's own: the bridge that the preload exposes. */
import type { ExposedApp } from '@shared/contract/app'

declare global {
  interface Window {
    readonly receptive: ExposedApp
  }
}
