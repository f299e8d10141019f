/** The few options of the application itself; all others are Electron's. */

/** The value of `--name VALUE` or `--name=VALUE`; null when it is not there. */
export function readOption(args: readonly string[], name: string): string | null {
  const index = args.findIndex((one) => one === `--${name}` || one.startsWith(`--${name}=`))
  if (index < 0) return null
  const [, joined] = /^--[^=]+=(.*)$/.exec(args[index] ?? '') ?? []
  return joined ?? args[index + 1] ?? null
}
