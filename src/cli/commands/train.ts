/** `receptive train`: trains an experiment and says how good it became. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { formatTestResult } from '@shared/format'
import type { Experiment } from '@shared/experiment'
import { UserError } from '@shared/contract/define'
import type { RunRecord } from '@shared/run'
import {
  EXIT_FAILURE,
  EXIT_INTERRUPTED,
  EXIT_OK,
  integerOption,
  jsonOption,
  textOption,
  UsageError,
  workspaceOption,
  type Command,
  type Invocation
} from '../command'
import { findRun } from '../find-run'
import { complain } from '../output'
import { applyOverrides, readExperiment } from '../read-experiment'
import { sayNotes } from '../say-notes'
import { openSession, type Session } from '../session'
import { toTerminalLine } from '../terminal-text'
import { createTrainingView, type TrainingView } from '../training-view'

export const train: Command = {
  name: 'train',
  usage: 'EXPERIMENT.json|RUN [options]',
  help: 'Trains an experiment, or that of a run anew. Ctrl+C stops it within one step and keeps the run.',
  argumentCount: [1, 1],
  options: {
    dataset: { value: 'ID', help: "A data set in place of the experiment's own." },
    data: { value: 'DIR', help: 'The folder with the files of the data set.' },
    ...workspaceOption,
    epochs: { value: 'N', help: "In place of the experiment's number of epochs." },
    steps: { value: 'N', help: 'Ends the training after so many steps, then evaluates.' },
    'batch-size': { value: 'N', help: "In place of the experiment's batch size." },
    seed: { value: 'N', help: "In place of the experiment's seed." },
    resume: { help: 'Goes on with RUN, which ended early, from its last checkpoint.' },
    from: {
      value: 'RUN',
      help: 'Begins with the weights and the optimizer of this run, at its step; --epochs counts its epochs, too.'
    },
    ...jsonOption
  },

  async run(invocation) {
    const { output } = invocation
    const folders: Record<string, string> = {}
    const session = openSession(invocation, { datasetFolders: folders, isForWriting: true })
    const view = createTrainingView(output.stream)
    const offInterrupt = stopOnInterrupt(session, view)
    try {
      const plan = readPlan(invocation, session)
      const data = textOption(invocation, 'data')
      if (data !== undefined) folders[plan.datasetId] = resolve(data)
      session.host.onDidConnect((client) => client.on('onMetrics', view.takeMetrics))
      session.service.onProgress(view.takeProgress)
      const started = await begin(plan, session)
      view.goOnFrom(started.origin, session.store.getHistory(started.id).tables)
      output.say(describeStart(started))
      sayNotes(session.store, started, (note) => {
        view.close()
        output.say(toTerminalLine(note))
      })
      const ended = await session.service.waitForEnd(started.id)
      view.close()
      report(ended, { invocation, session, view })
      return exitCodeOf(ended)
    } finally {
      offInterrupt()
      view.close()
      await session.close()
    }
  }
}

/** What the command line asks for. */
interface Plan {
  readonly experiment: Experiment
  readonly datasetId: string
  readonly maxSteps: number | null
  /** The run that goes on, as itself. */
  readonly resumed: RunRecord | null
  /** The run from which a new one goes on. */
  readonly parent: RunRecord | null
  /** Whether the experiment is that run's own. */
  readonly isOwnExperiment: boolean
}

function readPlan(invocation: Invocation, { store }: Session): Plan {
  const [word = ''] = invocation.arguments
  const run = existsSync(word) ? null : findRun(store, word)
  const from = textOption(invocation, 'from')
  const parent = from === undefined ? null : findRun(store, from)
  if (from !== undefined && !parent) throw new UserError(`There is no run '${from}'.`)
  const overrides = {
    epochs: integerOption(invocation, 'epochs', { min: 1, max: 100_000 }),
    batchSize: integerOption(invocation, 'batch-size', { min: 1, max: 65_536 }),
    seed: integerOption(invocation, 'seed', { min: 0, max: 4_294_967_295 })
  }
  const maxSteps = integerOption(invocation, 'steps', { min: 1 }) ?? null
  const isResume = invocation.options['resume'] === true
  if (isResume)
    refuseChanges(run, [
      ...Object.values(overrides),
      maxSteps ?? undefined,
      from,
      textOption(invocation, 'dataset')
    ])
  const experiment = run ? store.getExperiment(run.id) : readExperiment(word)
  const dataset = textOption(invocation, 'dataset')
  if (parent && dataset !== undefined && dataset !== parent.datasetId) {
    throw new UsageError(
      `--from goes on with the data set of "${parent.name}", ${parent.datasetId}. Leave out --dataset, or train from scratch.`
    )
  }
  return {
    experiment: applyOverrides(experiment, overrides),
    datasetId: parent?.datasetId ?? dataset ?? run?.datasetId ?? experiment.dataset.id,
    maxSteps,
    resumed: isResume ? run : null,
    parent,
    isOwnExperiment: parent !== null && run?.id === parent.id
  }
}

/** A run that goes on is the same run: what it is to be instead is a new one. */
function refuseChanges(run: RunRecord | null, changes: readonly unknown[]): void {
  if (!run) {
    throw new UsageError(
      '--resume goes on with a run: name it by the id or the name that "receptive runs" lists.'
    )
  }
  if (changes.every((change) => change === undefined)) return
  throw new UsageError(
    `--resume goes on with "${run.name}" as it was. To change something, start a new run from it: receptive train ${run.id} --from ${run.id} --epochs N`
  )
}

function begin(
  { experiment, datasetId, maxSteps, resumed, parent, isOwnExperiment }: Plan,
  { service }: Session
): Promise<RunRecord> {
  if (resumed) return service.goOn(resumed.id)
  // The run's own experiment does not know what was changed by hand; a file says what is wanted.
  const keepsLearningRate = isOwnExperiment
  if (parent) {
    return service.branch({ parentId: parent.id, experiment, maxSteps, keepsLearningRate })
  }
  return service.start({ experiment, datasetId, maxSteps })
}

function describeStart({ name, datasetId, seed, origin, stepsDone }: RunRecord): string {
  const what = `Training "${toTerminalLine(name)}" on ${datasetId}`
  if (stepsDone === 0) return `${what}, seed ${seed}.`
  const place = origin?.step === stepsDone ? ` of ${origin.runId}` : ''
  return `${what}, from step ${stepsDone}${place}.`
}

/** The first Ctrl+C stops the run, the second one ends everything. */
function stopOnInterrupt({ service }: Session, view: TrainingView): () => void {
  let isStopping = false
  const stop = (): void => {
    const { active } = service
    if (isStopping || !active) process.exit(EXIT_INTERRUPTED)
    isStopping = true
    view.close()
    complain('Stopping after this step; the run is kept. Ctrl+C again ends at once.')
    service.stop(active.id).catch((error: Error) => complain(error.message))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

function report(
  run: RunRecord,
  { invocation, session, view }: { invocation: Invocation; session: Session; view: TrainingView }
): void {
  const folder = session.store.getRunFolder(run.id)
  const document = {
    runId: run.id,
    name: run.name,
    folder,
    state: run.state,
    reason: run.reason,
    dataset: run.datasetId,
    seed: run.seed,
    parameters: run.parameters,
    epochs: view.epochs,
    steps: run.stepsDone,
    test: run.test,
    msPerStep: view.lastProgress?.msPerStep ?? null,
    elapsedMs: run.elapsedMs,
    notes: run.notes,
    environment: session.store.getEnvironment(run.id)
  }
  invocation.output.result(document, () => describeRun(run, folder))
}

function describeRun(run: RunRecord, folder: string): string {
  const outcome = run.test
    ? formatTestResult(run.test)
    : `The run was ${run.state}${run.reason === null ? '' : `: ${run.reason}`}`
  return `${outcome}\nThe run is in ${folder}`
}

function exitCodeOf({ state }: RunRecord): number {
  if (state === 'finished') return EXIT_OK
  return state === 'stopped' ? EXIT_INTERRUPTED : EXIT_FAILURE
}
