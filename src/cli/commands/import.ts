/** `receptive import`: takes in runs of other workspaces and other programs. */
import { resolve } from 'node:path'
import { importRuns, type ImportedRun } from '@store/imports'
import { EXIT_OK, jsonOption, workspaceOption, type Command } from '../command'
import { openStore } from '../session'
import { toTerminalLine } from '../terminal-text'

export const importFiles: Command = {
  name: 'import',
  usage: 'FILE… [--workspace DIR] [--json]',
  help: 'Takes in runs: capsules (.receptive), event files of TensorBoard or folders of them, logs of CSVLogger (.csv).',
  argumentCount: [1, 1000],
  options: { ...workspaceOption, ...jsonOption },

  async run(invocation) {
    const { store, workspace } = openStore(invocation, { isForWriting: true })
    try {
      const paths = invocation.arguments.map((path) => resolve(path))
      const imported = await importRuns(store, paths)
      const runs = imported.map(({ record, isNew }) => ({
        ...record,
        isNew,
        folder: store.getRunFolder(record.id)
      }))
      invocation.output.result({ workspace: workspace.folder, runs }, () =>
        imported.map(describe).join('\n')
      )
      return EXIT_OK
    } finally {
      store.close()
    }
  }
}

function describe({ record: { id, name, importedFrom, notes }, isNew }: ImportedRun): string {
  const lines = isNew
    ? [`Imported "${name}" from ${importedFrom ?? 'a file'} as ${id}.`, ...notes]
    : [`"${name}" is here already, as ${id}.`]
  return lines.map(toTerminalLine).join('\n  ')
}
