/** What each command of the shared table does in the page; menu, keys and palette come here. */
import { useEventListener } from '@vueuse/core'
import { useRouter } from 'vue-router'
import { commandIds, commands, type CommandId } from '@shared/commands'
import { isForeign } from '@shared/run'
import { useAppClient } from './app-client'
import { useAddToQueue } from './composables/useAddToQueue'
import { useRunsPanel } from './composables/useRunsPanel'
import { useTheme } from './composables/useTheme'
import type { RoomId } from './rooms'
import { useExperimentEditsStore } from './stores/experiment-edits'
import { useExperimentsStore } from './stores/experiments'
import { useMessagesStore } from './stores/messages'
import { useModelFilesStore } from './stores/model-files'
import { useQueueStore } from './stores/queue'
import { runExportChoices, useRunFilesStore } from './stores/run-files'
import { useRunsStore } from './stores/runs'
import { useTrainingStore } from './stores/training'
import { useWindowStore } from './stores/window'

export interface Command {
  readonly id: CommandId
  readonly label: string
  /** `Ctrl+Enter`; null when it has no keys. */
  readonly shortcut: string | null
  isEnabled(): boolean
  run(): void
}

/** The commands, bound to the stores of this window. */
export function useCommands(): readonly Command[] {
  const app = useAppClient()
  const router = useRouter()
  const edits = useExperimentEditsStore()
  const experiments = useExperimentsStore()
  const models = useModelFilesStore()
  const messages = useMessagesStore()
  const runs = useRunsStore()
  const training = useTrainingStore()
  const queue = useQueueStore()
  const runFiles = useRunFilesStore()
  const addToQueue = useAddToQueue()
  const page = useWindowStore()
  const theme = useTheme()
  const panel = useRunsPanel()

  const show = (room: RoomId) => () => router.push(`/${room}`)
  const hasRun = (): boolean => runs.selected !== null
  const hasExperiment = (): boolean => runs.selected !== null && !isForeign(runs.selected)
  /** The nth way in which a run leaves. */
  const exportAs = (place: number) => ({
    isEnabled: hasRun,
    run: async () => {
      const choice = runExportChoices[place]
      if (runs.selectedId !== null && choice) await runFiles.exportRun(runs.selectedId, choice)
    }
  })

  const actions: Record<CommandId, { run(): unknown; isEnabled?(): boolean }> = {
    'open-experiment': { run: experiments.openFile },
    'open-model': { run: () => models.openFile() },
    'import-runs': { run: () => runFiles.importPaths() },
    'undo-change': { isEnabled: () => edits.undoLabel !== null, run: edits.undo },
    'redo-change': { isEnabled: () => edits.redoLabel !== null, run: edits.redo },
    'revert-experiment': { isEnabled: () => edits.isEdited, run: edits.revert },
    'save-experiment': {
      isEnabled: () => edits.experiment !== null,
      run: () => (page.isSavingExperiment = true)
    },
    'start-training': {
      isEnabled: () => training.canStart,
      run: () => Promise.all([show('train')(), training.start()])
    },
    'add-to-queue': { isEnabled: () => queue.canAdd, run: () => addToQueue() },
    'hold-queue': { isEnabled: () => queue.entries.length > 0, run: queue.holdOrGoOn },
    'pause-training': {
      isEnabled: () => training.canPauseNow || training.isPaused,
      run: training.pauseOrResume
    },
    'step-training': { isEnabled: () => training.isPaused, run: training.step },
    'stop-training': { isEnabled: () => training.canStopNow, run: training.stop },
    'rename-run': {
      isEnabled: hasRun,
      run() {
        panel.open()
        page.renamingRunId = runs.selectedId
      }
    },
    'show-run-folder': {
      isEnabled: hasRun,
      run: async () => {
        if (runs.selectedId !== null) await app.call.showRunFolder({ runId: runs.selectedId })
      }
    },
    'export-capsule': exportAs(0),
    'export-capsule-weights': exportAs(1),
    'export-tensorboard': exportAs(2),
    'export-csv': exportAs(3),
    'export-json': exportAs(4),
    'open-run-experiment': {
      isEnabled: hasExperiment,
      run: async () => {
        if (runs.selected) await runFiles.openExperiment(runs.selected)
      }
    },
    'show-data': { run: show('data') },
    'show-model': { run: show('model') },
    'show-train': { run: show('train') },
    'show-runs': { run: show('runs') },
    'show-compare': { run: show('compare') },
    'show-compute': { run: show('compute') },
    'show-settings': { run: show('settings') },
    'toggle-runs-panel': { run: panel.toggle },
    'toggle-theme': { run: theme.toggle },
    'restart-trainer': { run: () => app.call.restartTrainer(undefined) },
    'show-trainer-log': { run: () => app.call.showTrainerLog(undefined) },
    'show-commands': { run: () => (page.isPaletteOpen = !page.isPaletteOpen) }
  }

  return commandIds.map((id) => {
    const isEnabled = actions[id].isEnabled ?? (() => true)
    return {
      id,
      label: commands[id].label,
      shortcut: formatShortcut(commands[id].accelerator),
      isEnabled,
      run() {
        if (isEnabled()) void messages.attempt(async () => actions[id].run())
      }
    }
  })
}

/** Hears the application menu and, for keys that no menu takes, the keyboard; once, in the outermost component. */
export function useCommandKeys(list: readonly Command[]): void {
  const run = (id: string): void => list.find((command) => command.id === id)?.run()
  useAppClient().on('onDidChooseCommand', ({ id }) => run(id))
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    const id = commandIds.find((one) => matchesKeys(event, commands[one].accelerator))
    if (id === undefined) return
    event.preventDefault()
    run(id)
  })
}

/** True when a key press is an accelerator of the form `CmdOrCtrl+K`. */
export function matchesKeys(
  { key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent,
  accelerator: string | null
): boolean {
  if (accelerator === null || shiftKey || altKey || !(ctrlKey || metaKey)) return false
  return accelerator.replace('CmdOrCtrl+', '').toLowerCase() === key.toLowerCase()
}

function formatShortcut(accelerator: string | null): string | null {
  const isMac = navigator.userAgent.includes('Mac OS')
  return accelerator?.replace('CmdOrCtrl+', isMac ? '⌘ ' : 'Ctrl ') ?? null
}
