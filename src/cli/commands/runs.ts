/** `receptive runs`: what has been trained in a workspace. */
import { formatDuration, formatMetric } from '@shared/format'
import { runStateLabels, type RunRecord } from '@shared/run'
import { EXIT_OK, jsonOption, workspaceOption, type Command } from '../command'
import { formatTable } from '../output'
import { openSession } from '../session'

export const runs: Command = {
  name: 'runs',
  usage: '[--workspace DIR] [--json]',
  help: 'Lists the runs, newest first.',
  argumentCount: [0, 0],
  options: { ...workspaceOption, ...jsonOption },

  async run(invocation) {
    const session = openSession(invocation)
    try {
      const records = session.store.listRuns()
      const listed = records.map((record) => ({
        ...record,
        folder: session.store.getRunFolder(record.id)
      }))
      invocation.output.result({ workspace: session.workspace.folder, runs: listed }, () =>
        describeRuns(records, session.workspace.folder)
      )
      return EXIT_OK
    } finally {
      await session.close()
    }
  }
}

function describeRuns(records: readonly RunRecord[], folder: string): string {
  if (records.length === 0) {
    return `There are no runs in ${folder} yet. Start one with: receptive train EXPERIMENT.json`
  }
  return formatTable(
    ['run', 'name', 'state', 'epochs', 'test', 'validation', 'time', 'data set', 'from'],
    records.map((record) => [
      record.id,
      record.name,
      runStateLabels[record.state],
      `${record.epochsDone}`,
      formatMetric('accuracy', record.test?.accuracy),
      formatMetric('accuracy', record.latest['validation/accuracy']),
      formatDuration(record.elapsedMs),
      record.datasetId,
      record.origin ? `${record.origin.runId} step ${record.origin.step}` : ''
    ])
  )
}
