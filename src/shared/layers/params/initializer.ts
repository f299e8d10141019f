/** How weights begin: the initialisers that Keras has, by their class names. */
import { comparable, expected, readField, type Param } from './param'

/** An initialiser by its Keras class name, with its configuration. */
export interface Initializer {
  readonly className: InitializerName
  readonly config: Readonly<Record<string, number | string | boolean | null>>
}

/** By TensorFlow.js' spelling; Keras writes Lecun. */
export const initializerNames = [
  'GlorotUniform',
  'GlorotNormal',
  'HeUniform',
  'HeNormal',
  'LeCunUniform',
  'LeCunNormal',
  'RandomUniform',
  'RandomNormal',
  'TruncatedNormal',
  'VarianceScaling',
  'Orthogonal',
  'Zeros',
  'Ones',
  'Constant'
] as const
export type InitializerName = (typeof initializerNames)[number]

export function initializer(options: {
  default: InitializerName
  help: string
}): Param<Initializer> {
  return {
    type: 'initializer',
    help: options.help,
    choices: initializerNames,
    default: { className: options.default, config: {} },
    read(value) {
      const className = typeof value === 'string' ? value : readField(value, 'class_name')
      const config = typeof value === 'string' ? {} : (readField(value, 'config') ?? {})
      const known = initializerNames.find((name) => comparable(name) === comparable(className))
      if (!known) throw expected(`an initializer such as '${options.default}'`, className)
      if (typeof config !== 'object') throw expected('the configuration of an initializer', config)
      return { className: known, config: onlyScalars(config as object) }
    },
    write: ({ className, config }) => ({
      class_name: className.replace('LeCun', 'Lecun'),
      config: { ...config }
    })
  }
}

function onlyScalars(config: object): Initializer['config'] {
  return Object.fromEntries(
    Object.entries(config).filter(
      // Keras writes null for what was left alone: the same as not said.
      ([, value]) => ['number', 'string', 'boolean'].includes(typeof value)
    )
  )
}
