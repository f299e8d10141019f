/** The table of commands that both the application menu and the page know: id, label and keys. */

export interface CommandDefinition {
  readonly label: string
  /** In Electron's spelling of accelerators; null when it has none. */
  readonly accelerator: string | null
}

/** To add a command: one row here and what it does in the page's `commands.ts`. */
export const commands = {
  'open-experiment': { label: 'Open experiment…', accelerator: 'CmdOrCtrl+O' },
  'open-model': { label: 'Open model of Keras or TensorFlow.js…', accelerator: null },
  'import-runs': { label: 'Import runs (capsules, TensorBoard, CSV)…', accelerator: null },
  'undo-change': { label: 'Undo change of the experiment', accelerator: null },
  'redo-change': { label: 'Redo change of the experiment', accelerator: null },
  'revert-experiment': { label: 'Revert experiment to what was saved', accelerator: null },
  'save-experiment': { label: 'Save experiment under a new name…', accelerator: null },
  'start-training': { label: 'Start training', accelerator: 'CmdOrCtrl+Enter' },
  'add-to-queue': { label: 'Add to queue', accelerator: 'CmdOrCtrl+E' },
  'hold-queue': { label: 'Hold or start queue', accelerator: null },
  'pause-training': { label: 'Pause or resume training', accelerator: 'CmdOrCtrl+P' },
  'step-training': { label: 'Take one step', accelerator: null },
  'stop-training': { label: 'Stop training', accelerator: 'CmdOrCtrl+.' },
  'rename-run': { label: 'Rename run…', accelerator: null },
  'show-run-folder': { label: 'Show folder of run', accelerator: null },
  'export-capsule': { label: 'Export run as capsule…', accelerator: null },
  'export-capsule-weights': { label: 'Export run as capsule with weights…', accelerator: null },
  'export-tensorboard': { label: 'Export run as TensorBoard event files…', accelerator: null },
  'export-csv': { label: 'Export run as CSV…', accelerator: null },
  'export-json': { label: 'Export run as JSON…', accelerator: null },
  'open-run-experiment': { label: 'Open experiment of run', accelerator: null },
  'show-data': { label: 'Go to Data', accelerator: 'CmdOrCtrl+1' },
  'show-model': { label: 'Go to Model', accelerator: 'CmdOrCtrl+2' },
  'show-train': { label: 'Go to Train', accelerator: 'CmdOrCtrl+3' },
  'show-runs': { label: 'Go to Runs', accelerator: 'CmdOrCtrl+4' },
  'show-compare': { label: 'Go to Compare', accelerator: 'CmdOrCtrl+5' },
  'show-compute': { label: 'Go to Compute', accelerator: null },
  'show-settings': { label: 'Go to Settings', accelerator: 'CmdOrCtrl+,' },
  'toggle-runs-panel': { label: 'Show or hide runs', accelerator: 'CmdOrCtrl+B' },
  'toggle-theme': { label: 'Light or dark theme', accelerator: null },
  'restart-trainer': { label: 'Restart trainer', accelerator: null },
  'show-trainer-log': { label: 'Show trainer log', accelerator: null },
  'show-commands': { label: 'Commands…', accelerator: 'CmdOrCtrl+K' }
} as const satisfies Record<string, CommandDefinition>

export type CommandId = keyof typeof commands
export const commandIds = Object.keys(commands) as CommandId[]
