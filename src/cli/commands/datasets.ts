/** `receptive datasets`: which data sets there are, and whether their files are here. */
import { resolve } from 'node:path'
import type { DatasetStatus } from '@shared/dataset'
import { formatCount } from '@shared/format'
import { EXIT_OK, jsonOption, textOption, workspaceOption, type Command } from '../command'
import { openSession } from '../session'

export const datasets: Command = {
  name: 'datasets',
  usage: '[--data DIR] [--json]',
  help: 'Lists the data sets and whether they are ready.',
  argumentCount: [0, 0],
  options: {
    data: { value: 'DIR', help: 'Looks in this folder for the sets that need files.' },
    ...workspaceOption,
    ...jsonOption
  },

  async run(invocation) {
    const session = openSession(invocation)
    try {
      const statuses = await session.service.listDatasets()
      const folder = textOption(invocation, 'data')
      const looked = folder === undefined ? statuses : await lookIn(resolve(folder), statuses)
      invocation.output.result({ datasets: looked }, () => looked.map(describe).join('\n\n'))
      return EXIT_OK
    } finally {
      await session.close()
    }

    function lookIn(folder: string, statuses: readonly DatasetStatus[]): Promise<DatasetStatus[]> {
      return Promise.all(
        statuses.map((status) =>
          status.card.needsFolder
            ? session.service.getDatasetStatus({ id: status.card.id, folder })
            : status
        )
      )
    }
  }
}

function describe({ card, isReady, message }: DatasetStatus): string {
  return [
    `${card.id}: ${card.label}, ${isReady ? 'ready' : 'not ready'}`,
    `  ${formatCount(card.trainCount)} training and ${formatCount(card.testCount)} test pictures of ${card.imageShape.join('×')}, ${card.classNames.length} classes`,
    `  ${message}`
  ].join('\n')
}
