/** Short names for runs that stand side by side: what is different from the one that they are compared with. */
import type { Config } from './flatten-config'
import type { ConfigValue } from './run-facts'

/** More make no short name. */
const MOST_DIFFERENCES = 3
/** A longer value is not said. */
const MOST_LETTERS = 24

/** What is chosen as a whole: where its kind is another one, its settings go without saying. */
const choices: Readonly<Record<string, string>> = {
  'training.optimizer': '',
  'training.schedule': 'schedule',
  'training.gradientClipping': 'clipping',
  'dataset.validation': 'validation'
}

const shortNames: Readonly<Record<string, string>> = {
  'dataset.id': 'data',
  'initialWeights.source': 'weights',
  'training.optimizer.learningRate': 'lr',
  'training.batchSize': 'batch'
}

/** What a person changes first comes first; what is not here comes before the last two. */
const order = ['dataset.id', 'model.', 'initialWeights.', 'training.optimizer.', 'augmentation.']
const last = ['dataset.validation.', 'training.callbacks.', 'training.epochs', 'training.seed']

/** Follows from the rest of the model, or has no part in training. */
const consequences = [
  'model.layers',
  'model.kernelSize',
  'model.strides',
  'model.padding',
  'model.activation'
]
const ignored = 'training.samplePredictions.'

const CALLBACK = /^training\.callbacks\.([^.]+)\./

/**
 * A name for each configuration, by what it has and the one at `base` has not: `+ dropout`, `lr 1e-3 → 3e-4`. That one is
 * `base`, one like it `same`; equal names are counted.
 */
export function nameDifferences(configs: readonly Config[], { base = 0 } = {}): string[] {
  const reference = configs[base] ?? {}
  const names = configs.map((config, index) =>
    index === base ? 'base' : join(describeDifferences(reference, config))
  )
  return names.map((name, index) => {
    const count = names.slice(0, index).filter((one) => one === name).length
    return count === 0 ? name : `${name} (${count + 1})`
  })
}

/** Each difference between two configurations in a few words, the most telling ones first. */
export function describeDifferences(before: Config, after: Config): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const different = keys.filter(
    (key) => !key.startsWith(ignored) && read(before, key) !== read(after, key)
  )
  const words = withoutConsequences(different)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((key) => describe(key, before, after) ?? [])
  return [...new Set(words)]
}

/**
 * What each of several configurations has that they do not all share, in a few words: `adam, lr 0.01`. Empty for those
 * between which nothing differs. Made once for many: a configuration of them is then described by itself.
 */
export function createDescriber(configs: readonly Config[]): (config: Config) => string {
  const keys = [...new Set(configs.flatMap((config) => Object.keys(config)))]
  const values = new Map(keys.map((key) => [key, new Set(configs.map((one) => read(one, key)))]))
  const different = keys.filter(
    (key) => !key.startsWith(ignored) && (values.get(key)?.size ?? 0) > 1
  )
  const told = withoutConsequences(different)
    .filter((key) => isTelling(key, configs, new Set(different)))
    .sort((a, b) => rank(a) - rank(b))
    .map((key) => ({ key, isRare: configs.some((config) => !hasCallback(config, key)) }))
  const tell = (config: Config): string[] => [
    ...new Set(told.flatMap(({ key, isRare }) => sayValue(key, config, isRare) ?? []))
  ]
  const shared = indexShared(configs.map(tell))
  return (config) => {
    const words = tell(config)
    return shorten(words, shared.get(shorten(words)) ?? words)
  }
}

/** By what is said of them in short: the words that all of these have. */
function indexShared(all: readonly (readonly string[])[]): Map<string, readonly string[]> {
  const shared = new Map<string, readonly string[]>()
  for (const words of all) {
    const known = new Set(shared.get(shorten(words)) ?? words)
    shared.set(
      shorten(words),
      words.filter((word) => known.has(word))
    )
  }
  return shared
}

/** Settings of what is chosen as a whole go without saying where they follow from the choice. */
function isTelling(
  key: string,
  configs: readonly Config[],
  different: ReadonlySet<string>
): boolean {
  const choice = Object.keys(choices).find((path) => key.startsWith(`${path}.`))
  if (choice === undefined || !different.has(`${choice}.kind`) || key === `${choice}.kind`)
    return true
  if (choices[choice] === '' && configs.every((config) => read(config, key) !== null)) return true
  const byKind = new Map<ConfigValue, ConfigValue>()
  return configs.some((config) => {
    const [kind, value] = [read(config, `${choice}.kind`), read(config, key)]
    const isOther = byKind.has(kind) && byKind.get(kind) !== value
    byKind.set(kind, value)
    return isOther
  })
}

/** Null where there is nothing to say: what belongs to another choice, or is too long. A rare callback is named alone. */
function sayValue(key: string, config: Config, isRare: boolean): string | null {
  const value = read(config, key)
  const [, callback] = CALLBACK.exec(key) ?? []
  if (callback !== undefined) {
    if (isRare) return hasCallback(config, key) ? callback : null
    return value === null ? null : `${callback} ${lastPart(key)} ${say(value)}`
  }
  const choice = Object.keys(choices).find((path) => key.startsWith(`${path}.`))
  const noun = choice === undefined ? '' : (choices[choice] ?? '')
  if (choice !== undefined && key === `${choice}.kind`) {
    if (value === null || value === 'none') return noun === '' ? null : `no ${noun}`
    return `${say(value)} ${noun}`.trim()
  }
  const name = noun === '' ? nameOf(key) : `${noun} ${lastPart(key)}`
  if (value === null) return choice === undefined ? `no ${name}` : null
  if (value === true) return name
  const said = say(value)
  return said === '' ? null : `${name} ${said}`
}

function join(words: readonly string[]): string {
  return words.length === 0 ? 'same' : shorten(words)
}

/** Says every word that is not `shared` with others of which the same would be said. */
function shorten(words: readonly string[], shared = words): string {
  const own = words.filter((word) => !shared.includes(word))
  const first = shared.slice(0, Math.max(0, MOST_DIFFERENCES - own.length))
  const said = [...first, ...own]
  const more = words.length - said.length
  return more > 0 ? `${said.join(', ')} and ${more} more` : said.join(', ')
}

/** What is not there and what is switched off is the same. */
function read(config: Config, key: string): ConfigValue {
  const value = config[key]
  return value === undefined || value === false ? null : value
}

function withoutConsequences(keys: readonly string[]): string[] {
  const hasReason = keys.some((key) => key.startsWith('model.') && !consequences.includes(key))
  return keys.filter((key) => !hasReason || !consequences.includes(key))
}

function rank(key: string): number {
  const early = order.findIndex((start) => key.startsWith(start))
  if (early >= 0) return early
  const late = last.findIndex((start) => key.startsWith(start))
  return late >= 0 ? order.length + 1 + late : order.length
}

/** Null for what another difference says already. */
function describe(key: string, before: Config, after: Config): string | null {
  const [from, to] = [read(before, key), read(after, key)]
  const callback = CALLBACK.exec(key)
  if (callback?.[1] !== undefined) {
    const [had, has] = [before, after].map((config) => hasAny(config, callback[0]))
    if (had !== has) return `${has ? '+' : '−'} ${callback[1]}`
    return change(`${callback[1]} ${lastPart(key)}`, from, to)
  }
  const choice = Object.keys(choices).find((path) => key.startsWith(`${path}.`))
  if (choice === undefined) return change(nameOf(key), from, to)
  const noun = choices[choice] ?? ''
  if (key === `${choice}.kind`) return describeChoice(noun, from, to)
  const isOther = read(before, `${choice}.kind`) !== read(after, `${choice}.kind`)
  const isShared = from !== null && to !== null && noun === ''
  if (isOther && !isShared) return null
  return change(noun === '' ? nameOf(key) : `${noun} ${lastPart(key)}`, from, to)
}

function describeChoice(noun: string, from: ConfigValue, to: ConfigValue): string {
  const end = noun === '' ? '' : ` ${noun}`
  const isNothing = (value: ConfigValue) => value === null || value === 'none'
  if (isNothing(from)) return `+ ${say(to)}${end}`
  if (isNothing(to)) return `− ${say(from)}${end}`
  return `${say(from)} → ${say(to)}${end}`
}

function change(name: string, from: ConfigValue, to: ConfigValue): string {
  if (from === null || from === 0) return to === true ? `+ ${name}` : `+ ${name} ${say(to)}`.trim()
  if (to === null || to === 0) return `− ${name}`
  const [was, is] = tellApart(from, to)
  return was === '' || is === '' || was === is ? `other ${name}` : `${name} ${was} → ${is}`
}

/** Of two lists only what differs: `128 → 256`; of long ones that are not of one length how long they are: `4 × → 6 ×`. */
function tellApart(from: ConfigValue, to: ConfigValue): [string, string] {
  const [before, after] = [String(from).split(', '), String(to).split(', ')]
  if (before.length === 1 || after.length === 1) return [say(from), say(to)]
  if (before.length === after.length) {
    const places = before.flatMap((one, place) => (one === after[place] ? [] : [place]))
    const pick = (list: string[]) => say(places.map((place) => list[place]).join(', '))
    return [pick(before), pick(after)]
  }
  const [was, is] = [say(from), say(to)]
  return was !== '' && is !== '' ? [was, is] : [`${before.length} ×`, `${after.length} ×`]
}

/** `3e-4`, `0.25`, `0.25, 0.5`; once what a list says again and again, and nothing of what is too long to be said. */
function say(value: ConfigValue): string {
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 0.01) {
    return value.toExponential().replace('e+', 'e')
  }
  const parts = new Set(String(value).split(', '))
  const text = parts.size === 1 ? [...parts].join() : String(value)
  return text.length > MOST_LETTERS ? '' : text
}

/** True for a key of no callback, too. */
function hasCallback(config: Config, key: string): boolean {
  const [start] = CALLBACK.exec(key) ?? []
  return start === undefined || hasAny(config, start)
}

function hasAny(config: Config, start: string): boolean {
  return Object.keys(config).some((key) => key.startsWith(start))
}

function nameOf(key: string): string {
  return shortNames[key] ?? lastPart(key)
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1)
}
