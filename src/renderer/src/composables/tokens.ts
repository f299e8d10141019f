/** Reads design tokens for what CSS does not reach: canvases. */

/** The value of a token in the theme now on the page, e.g. `readToken('--line')`. */
export function readToken(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** The token of a run's colour slot. */
export function runColorToken(slot: number): `--${string}` {
  return `--run-${slot}`
}
