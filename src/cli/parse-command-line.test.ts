import { describe, expect, it } from 'vitest'
import { EXIT_OK, integerOption, type Command, type Output } from './command'
import { createHelp } from './commands/help'
import { formatTable } from './output'
import { parseCommandLine } from './parse-command-line'

const bake: Command = {
  name: 'bake',
  usage: 'CAKE [options]',
  help: 'Bakes.',
  argumentCount: [1, 1],
  options: { minutes: { value: 'N', help: 'How long.' }, json: { help: 'As JSON.' } },
  run: () => Promise.resolve(EXIT_OK)
}

const help = createHelp(() => [bake, help])

describe('parseCommandLine', () => {
  it('tells arguments from options wherever they stand', () => {
    const line = parseCommandLine(['bake', '--minutes', '30', 'lemon', '--json'], [bake])
    expect(line.arguments).toEqual(['lemon'])
    expect(line.options).toMatchObject({ minutes: '30', json: true })
  })

  it.each([
    [['bake', '--help'], 'bake'],
    [['bake', 'lemon', '--minutes', '30', '-h'], 'bake'],
    [['bake', '--minuets', '--help'], 'bake'],
    [['help', '-h'], 'help']
  ])('explains the command of %j', (words, name) => {
    const line = parseCommandLine(words, [bake, help])
    expect([line.command.name, line.arguments]).toEqual(['help', [name]])
  })

  it('takes --help behind -- as a word like any other', () => {
    const line = parseCommandLine(['bake', '--', '--help'], [bake, help])
    expect([line.command.name, line.arguments]).toEqual(['bake', ['--help']])
  })

  it.each([
    [['fry'], "There is no command 'fry'. Known: bake."],
    [['bake'], "'bake' takes 1 argument, received 0. Usage: receptive bake CAKE [options]"],
    [['bake', 'a', 'b'], "'bake' takes 1 argument, received 2."],
    [['bake', 'a', '--minuets', '3'], "Unknown option '--minuets'. See: receptive help bake"],
    [['bake', 'a', '--minutes'], "Option '--minutes <value>' argument missing"]
  ])('refuses %j in one sentence', (words, sentence) => {
    expect(() => parseCommandLine(words, [bake])).toThrow(sentence)
  })

  it.each(['x', '-3', '1.5', '0', '101', ''])('refuses --minutes %j', (minutes) => {
    const invocation = { arguments: [], options: { minutes }, output: {} as Output }
    expect(() => integerOption(invocation, 'minutes', { min: 1, max: 100 })).toThrow(
      `--minutes is '${minutes}', expected a whole number from 1 to 100.`
    )
  })
})

describe('formatTable', () => {
  it('keeps cells in their lines, and the terminal as it is', () => {
    expect(formatTable(['na\nme'], [['a\u001b[31m\r\nb']])).toBe('na me\na [31m b')
  })

  it('aligns numbers to the right and words to the left', () => {
    expect(
      formatTable(
        ['name', 'epochs'],
        [
          ['a', '7'],
          ['long', '120']
        ]
      )
    ).toBe('name  epochs\na          7\nlong     120')
  })
})
