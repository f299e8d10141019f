import { expect, it } from 'vitest'
import { readOption } from './command-line'

it.each([
  [['electron', '.', '--workspace', '/data/work'], '/data/work'],
  [['electron', '.', '--workspace=/data/my work'], '/data/my work'],
  [['electron', '.', '--workspaces=/x'], null],
  [['electron', '.', '--workspace'], null],
  [['electron', '.'], null]
])('reads --workspace of %j', (args, value) => {
  expect(readOption(args, 'workspace')).toBe(value)
})
