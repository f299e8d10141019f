/** Every column that the table can have: a field of the runs at hand each, and the shape of the curve. */
import { formatCount } from '@shared/format'
import { NO_VALUE, type Field, type FieldValue, type Vocabulary } from '@shared/query'
import { NAME_KEY, NAME_WIDTH_PX, type CellKind, type Column, type RunRow } from './columns'

export interface ColumnCatalog {
  /** What can be chosen, in the order of the fields. */
  readonly all: readonly Column[]
  /** Null for a column that no run can have; one that no run has yet is empty. */
  find(key: string): Column | null
  /** Whether the runs differ in it. */
  varies(column: Column): boolean
}

export const SPARK_KEY = 'spark'

/** Fields whose cells are more than words. */
const kinds: Readonly<Record<string, CellKind>> = { state: 'state', tags: 'tags', parent: 'parent' }
/** What needs more room, or less, than its kind. */
const widths: Readonly<Record<string, number>> = {
  [NAME_KEY]: NAME_WIDTH_PX,
  state: 168,
  tags: 150,
  note: 200,
  reason: 200,
  parent: 180
}
const NUMBER_WIDTH_PX = 124
const WORDS_WIDTH_PX = 132

/** No two runs share these, or a group would say nothing. */
const ungroupable = new Set([NAME_KEY, 'id', 'note', 'created', 'ended', 'duration', 'msPerStep'])

export function createCatalog(vocabulary: Vocabulary, rows: readonly RunRow[]): ColumnCatalog {
  const columns = [sparkColumn, ...vocabulary.columns.map((field) => toColumn(field, rows))]
  const byKey = new Map(columns.map((column) => [column.key, column]))

  function find(key: string): Column | null {
    const known = byKey.get(key)
    if (known) return known
    // No run has it (yet): the column stays where it is, and is filled as soon as one does.
    const field = vocabulary.fields.find((one) => one.key === key)
    const column = field
      ? toColumn(field, rows)
      : { ...toColumn(createEmptyField(key), rows), field: null }
    byKey.set(key, column)
    return column
  }

  return {
    all: columns,
    find,
    varies({ value }) {
      const [first] = rows
      if (!first) return false
      const wanted = String(value(first.record, first.facts))
      return rows.some(({ record, facts }) => String(value(record, facts)) !== wanted)
    }
  }
}

const sparkColumn: Column = {
  key: SPARK_KEY,
  label: 'Curve',
  help: 'Accuracy over the epochs: of the validation, or of the training where there is none.',
  kind: 'spark',
  field: null,
  isNumber: false,
  isDescendingFirst: false,
  isGroupable: false,
  widthPx: 64,
  value: () => null,
  isOfTraining: () => false,
  format: () => '',
  formatMean: () => ''
}

function toColumn(field: Field, rows: readonly RunRow[]): Column {
  const { key, label, help, kind, better, value, isOfTraining = () => false, format } = field
  let isNumber: boolean | null = null
  const isMeasured = kind === 'number' || kind === 'duration'
  return {
    key,
    label,
    help,
    kind: kinds[key] ?? 'words',
    field,
    get isNumber() {
      return (isNumber ??= isMeasured || (kind === 'any' && areNumbers(field, rows)))
    },
    isDescendingFirst: better === undefined ? isMeasured || kind === 'date' : better === 'higher',
    isGroupable: !ungroupable.has(key) && better === undefined,
    widthPx: widths[key] ?? (isMeasured ? NUMBER_WIDTH_PX : WORDS_WIDTH_PX),
    value,
    isOfTraining,
    format,
    formatMean: (mean) => formatMean(field, mean)
  }
}

/** What is counted in whole numbers, or written as it is, has a mean with a few digits of its own. */
function formatMean({ format }: Field, mean: number): string {
  const isWhole = format(1.4) === '1'
  const isPlain = format(Math.PI) === String(Math.PI)
  if (!isWhole && !isPlain) return format(mean)
  return Math.abs(mean) < 1000 ? String(Number(mean.toPrecision(4))) : formatCount(mean)
}

function areNumbers({ value }: Field, rows: readonly RunRow[]): boolean {
  let count = 0
  for (const { record, facts } of rows) {
    const found = value(record, facts)
    if (found === null) continue
    if (typeof found !== 'number') return false
    count++
  }
  return count > 0
}

function createEmptyField(key: string): Field {
  return {
    key,
    label: key,
    help: `As the experiment has it: ${key}.`,
    kind: 'any',
    value: (_record, facts): FieldValue => facts?.config[key] ?? null,
    format: (value) => (value === null ? NO_VALUE : String(value))
  }
}
