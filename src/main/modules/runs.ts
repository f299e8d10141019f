/** The runs of the workspace: listed, read, renamed, started, stopped. */
import { shell } from 'electron'
import type { TrainingQueue } from '@host/training-queue'
import type { TrainingService } from '@host/training-service'
import { flattenEnvironment } from '@shared/environment'
import { CurveReader } from '@store/curve-reader'
import type { RunStore } from '@store/run-store'
import { markInTurns } from '@store/run-turns'
import type { AppHandlers, Broadcast } from '../ipc'

/** Other Receptives (a command line beside the window) write to the same workspace. */
const LOOK_AROUND_EVERY_MS = 2000

export function createRuns({
  store,
  service,
  queue,
  broadcast
}: {
  store: RunStore
  service: TrainingService
  queue: TrainingQueue
  broadcast: Broadcast
}): Pick<
  AppHandlers,
  | 'listRuns'
  | 'getRunExperiment'
  | 'getRunEnvironment'
  | 'getRunHistory'
  | 'getCurves'
  | 'getRunPredictions'
  | 'getRunEvaluation'
  | 'evaluateRun'
  | 'getRunEvents'
  | 'renameRun'
  | 'showRunFolder'
  | 'startTraining'
  | 'stopTraining'
  | 'pauseTraining'
  | 'resumeTraining'
  | 'stepTraining'
  | 'changeTraining'
  | 'getRunCheckpoint'
  | 'continueTraining'
  | 'branchTraining'
  | 'markRuns'
  | 'getRunFacts'
  | 'discardRun'
  | 'discardRuns'
> {
  store.onDidChangeRun((record) => broadcast('onDidChangeRun', record))
  store.onDidRemoveRun((runId) => broadcast('onDidRemoveRun', { runId }))
  service.onRunEvent((told) => broadcast('onRunEvent', told))
  setInterval(() => store.lookAround(), LOOK_AROUND_EVERY_MS).unref()
  const curves = new CurveReader(store)
  return {
    listRuns: () => store.listRuns(),
    getRunExperiment: ({ runId }) => store.getExperiment(runId),
    getRunEnvironment: ({ runId }) => flattenEnvironment(store.getEnvironment(runId)),
    getRunHistory: ({ runId }) => store.getHistory(runId),
    getCurves: (request) => curves.read(request),
    getRunEvents: ({ runId }) => store.getEvents(runId),
    getRunPredictions: ({ runId }) => store.getPredictions(runId),
    getRunEvaluation: (request) => store.getEvaluation(request),
    evaluateRun: ({ runId }) => service.evaluate(runId),
    renameRun: ({ runId, name }) => store.renameRun(runId, name),
    showRunFolder({ runId }) {
      shell.showItemInFolder(store.getRunFolder(runId))
    },
    startTraining: (request) => queue.letFirst(() => service.start(request)),
    stopTraining: ({ runId, evaluate }) => service.stop(runId, { evaluate }),
    pauseTraining: ({ runId }) => service.pause(runId),
    resumeTraining: ({ runId }) => service.resume(runId),
    stepTraining: ({ runId }) => service.step(runId),
    changeTraining: (change) => service.change(change),
    getRunCheckpoint: ({ runId }) => service.findCheckpoint(runId),
    continueTraining: ({ runId }) => queue.letFirst(() => service.goOn(runId)),
    branchTraining: ({ runId, experiment }) =>
      queue.letFirst(() => service.branch({ parentId: runId, experiment })),
    markRuns: ({ changes }) => markInTurns(store, changes),
    getRunFacts: ({ runIds }) => store.getFacts(runIds),
    discardRun: ({ runId }) => service.discard(runId),
    discardRuns: ({ runIds }) => store.discardRuns(runIds)
  }
}
