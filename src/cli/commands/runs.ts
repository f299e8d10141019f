/** `receptive runs`: what has been trained in a workspace, and which of it is asked for. */
import { formatDuration, formatMetric } from '@shared/format'
import { compileQuery, createVocabulary, type Field, type Vocabulary } from '@shared/query'
import type { RunWithFacts } from '@shared/query'
import { runStateLabels, type RunMarks } from '@shared/run'
import {
  EXIT_OK,
  jsonOption,
  textOption,
  UsageError,
  workspaceOption,
  type Command
} from '../command'
import { formatTable } from '../output'
import { openSession, type Session } from '../session'

export const runs: Command = {
  name: 'runs',
  usage: '[--query TEXT] [--archived] [--columns LIST] [--workspace DIR] [--json]',
  help: 'Lists the runs, newest first.',
  argumentCount: [0, 0],
  options: {
    query: {
      value: 'TEXT',
      help: 'Those for which it holds: "accuracy > 0.75 and optimizer = adam and tag:lecture".'
    },
    archived: { help: 'Those in the archive, too.' },
    columns: { value: 'LIST', help: 'What to say of each: "name,accuracy,learningRate".' },
    ...workspaceOption,
    ...jsonOption
  },

  async run(invocation) {
    const session = openSession(invocation)
    try {
      const all = await readRuns(session)
      const vocabulary = createVocabulary(all)
      const columns = chooseColumns(textOption(invocation, 'columns'), vocabulary)
      const query = compileQuery(textOption(invocation, 'query') ?? '', vocabulary)
      const showsArchived = invocation.options.archived === true || query.asksForArchived
      const found = all.filter(
        ({ record, facts }) =>
          (showsArchived || !record.marks.isArchived) && query.matches(record, facts)
      )
      const { folder } = session.workspace
      invocation.output.result({ workspace: folder, runs: describeForJson(found, session) }, () =>
        found.length === 0
          ? describeNone(all.length, folder)
          : columns
            ? describeColumns(found, columns)
            : describeRuns(found)
      )
      return EXIT_OK
    } finally {
      await session.close()
    }
  }
}

async function readRuns({ store }: Session): Promise<RunWithFacts[]> {
  const records = store.listRuns()
  const facts = await store.getFacts(records.map(({ id }) => id))
  const byId = new Map(facts.map((one) => [one.runId, one]))
  return records.map((record) => ({ record, facts: byId.get(record.id) ?? null }))
}

/** @throws UsageError for a name that is no field, or could be several. */
function chooseColumns(list: string | undefined, vocabulary: Vocabulary): Field[] | null {
  if (list === undefined) return null
  return list.split(',').map((part) => {
    const name = part.trim()
    const [field, ...others] = vocabulary.find(name)
    if (!field) throw new UsageError(`--columns: no run has '${name}'.`)
    if (others.length === 0) return field
    const names = [field, ...others].map(({ key }) => key).join(' or ')
    throw new UsageError(`--columns: '${name}' can be ${names}; write the whole name.`)
  })
}

function describeForJson(found: readonly RunWithFacts[], { store }: Session): unknown[] {
  return found.map(({ record, facts }) => ({
    ...record,
    folder: store.getRunFolder(record.id),
    facts
  }))
}

function describeNone(known: number, folder: string): string {
  return known === 0
    ? `There are no runs in ${folder} yet. Start one with: receptive train EXPERIMENT.json`
    : `None of the ${known} runs in ${folder} is asked for. Those in the archive need --archived.`
}

function describeColumns(found: readonly RunWithFacts[], columns: readonly Field[]): string {
  return formatTable(
    columns.map(({ key }) => key),
    found.map(({ record, facts }) =>
      columns.map(({ value, format }) => format(value(record, facts)))
    )
  )
}

function describeRuns(found: readonly RunWithFacts[]): string {
  return formatTable(
    ['run', 'name', 'state', 'epochs', 'test', 'validation', 'time', 'data set', 'from', 'marks'],
    found.map(({ record }) => [
      record.id,
      record.name,
      runStateLabels[record.state],
      `${record.epochsDone}`,
      formatMetric('accuracy', record.test?.accuracy),
      formatMetric('accuracy', record.latest['validation/accuracy']),
      formatDuration(record.elapsedMs),
      record.datasetId,
      record.origin ? `${record.origin.runId} step ${record.origin.step}` : '',
      describeMarks(record.marks)
    ])
  )
}

/** `★ archived #lecture`. */
function describeMarks({ isStarred, isArchived, tags }: RunMarks): string {
  const words = [isStarred && '★', isArchived && 'archived', ...tags.map((tag) => `#${tag}`)]
  return words.filter((word) => word !== false).join(' ')
}
