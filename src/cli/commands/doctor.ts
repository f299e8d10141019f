/** `receptive doctor`: what training needs on this machine, and the way out where something is wrong. */
import { createDoctorReport } from '@host/doctor'
import { readSetupRecord } from '@host/setup-record'
import type { DoctorLine } from '@shared/doctor'
import { EXIT_FAILURE, EXIT_OK, jsonOption, workspaceOption, type Command } from '../command'
import { applicationFolder } from '../locations'
import { openSession } from '../session'

export const doctor: Command = {
  name: 'doctor',
  usage: '[--workspace DIR] [--json]',
  help: 'Says what was found on this machine, and what to do about what is wrong.',
  argumentCount: [0, 0],
  options: { ...workspaceOption, ...jsonOption },

  async run(invocation) {
    const session = openSession(invocation)
    try {
      const report = await createDoctorReport({
        setup: readSetupRecord(applicationFolder),
        electronVersion: null,
        workspaceFolder: session.workspace.folder,
        getRuntime: async () => (await session.host.whenReady()).call.getRuntimeInfo(undefined)
      })
      invocation.output.result(report, () => describeLines(report.lines))
      return report.lines.some(({ status }) => status === 'error') ? EXIT_FAILURE : EXIT_OK
    } finally {
      await session.close()
    }
  }
}

const signs = { ok: '✓', warning: '!', error: '✗' } as const

function describeLines(lines: readonly DoctorLine[]): string {
  const width = Math.max(...lines.map(({ label }) => label.length))
  return lines
    .flatMap(({ label, status, value, wayOut }) => [
      `${signs[status]} ${label.padEnd(width)}  ${value}`,
      ...(wayOut === null ? [] : [`  ${' '.repeat(width)}  ${wayOut}`])
    ])
    .join('\n')
}
