/** `receptive train`: trains an experiment and says how good it became. */
import { resolve } from 'node:path'
import { formatTestResult } from '@shared/format'
import type { Experiment } from '@shared/experiment'
import type { RunRecord } from '@shared/run'
import {
  EXIT_FAILURE,
  EXIT_INTERRUPTED,
  EXIT_OK,
  integerOption,
  jsonOption,
  textOption,
  workspaceOption,
  type Command,
  type Invocation
} from '../command'
import { applyOverrides, readExperiment } from '../read-experiment'
import { sayNotes } from '../say-notes'
import { openSession, type Session } from '../session'
import { createTrainingView, type TrainingView } from '../training-view'

export const train: Command = {
  name: 'train',
  usage: 'EXPERIMENT.json [options]',
  help: 'Trains an experiment. Ctrl+C stops it within one step and keeps the run.',
  argumentCount: [1, 1],
  options: {
    dataset: { value: 'ID', help: "A data set in place of the experiment's own." },
    data: { value: 'DIR', help: 'The folder with the files of the data set.' },
    ...workspaceOption,
    epochs: { value: 'N', help: "In place of the experiment's number of epochs." },
    steps: { value: 'N', help: 'Ends the training after so many steps, then evaluates.' },
    'batch-size': { value: 'N', help: "In place of the experiment's batch size." },
    seed: { value: 'N', help: "In place of the experiment's seed." },
    ...jsonOption
  },

  async run(invocation) {
    const { output } = invocation
    const experiment = readOptions(invocation)
    const datasetId = textOption(invocation, 'dataset') ?? experiment.dataset.id
    const data = textOption(invocation, 'data')
    const maxSteps = integerOption(invocation, 'steps', { min: 1 }) ?? null
    const session = openSession(
      invocation,
      data === undefined ? {} : { [datasetId]: resolve(data) }
    )
    const view = createTrainingView(output.stream)
    const offInterrupt = stopOnInterrupt(session, view)
    try {
      session.host.onDidConnect((client) => client.on('onMetrics', view.takeMetrics))
      session.service.onProgress(view.takeProgress)
      const started = await session.service.start({ experiment, datasetId, maxSteps })
      output.say(`Training "${started.name}" on ${datasetId}, seed ${started.seed}.`)
      sayNotes(session.store, started, (note) => {
        view.close()
        output.say(note)
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

function readOptions(invocation: Invocation): Experiment {
  const [path = ''] = invocation.arguments
  return applyOverrides(readExperiment(path), {
    epochs: integerOption(invocation, 'epochs', { min: 1, max: 100_000 }),
    batchSize: integerOption(invocation, 'batch-size', { min: 1, max: 65_536 }),
    seed: integerOption(invocation, 'seed', { min: 0, max: 4_294_967_295 })
  })
}

/** The first Ctrl+C stops the run, the second one ends everything. */
function stopOnInterrupt({ service }: Session, view: TrainingView): () => void {
  let isStopping = false
  const stop = (): void => {
    const { active } = service
    if (isStopping || !active) process.exit(EXIT_INTERRUPTED)
    isStopping = true
    view.close()
    console.error('Stopping after this step; the run is kept. Ctrl+C again ends at once.')
    service.stop(active.id).catch((error: Error) => console.error(error.message))
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
