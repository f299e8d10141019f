/** Reads design tokens for what CSS does not reach: canvases. */

let style: CSSStyleDeclaration | null = null

/** The value of a token in the theme now on the page, e.g. `readToken('--line')`. */
export function readToken(name: `--${string}`): string {
  // It follows the page: a chart of a thousand lines does not ask for a new one each time.
  style ??= getComputedStyle(document.documentElement)
  return style.getPropertyValue(name).trim()
}

/** The token of a run's colour slot. */
export function runColorToken(slot: number): `--${string}` {
  return `--run-${slot}`
}
