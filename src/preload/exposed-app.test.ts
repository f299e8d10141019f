import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { appContract } from '@shared/contract/app'
import { createExposedApp, type Ipc } from './exposed-app'

it('exposes the calls of the contract and no other function', () => {
  const { exposed } = expose()
  expect(Object.keys(exposed)).toEqual(['call', 'on', 'pathOf'])
  expect(Object.keys(exposed.call)).toMatchInlineSnapshot(`
    [
      "getAppInfo",
      "getDoctorReport",
      "getSettings",
      "updateSettings",
      "listExperiments",
      "openExperiment",
      "importExperiment",
      "keepDraft",
      "computeFeatureMaps",
      "probeTraining",
      "cancelProbe",
      "readModelFile",
      "saveFile",
      "dragFile",
      "copyPicture",
      "listDatasets",
      "chooseDatasetFolder",
      "importDataset",
      "downloadDataset",
      "getImport",
      "cancelImport",
      "deleteDataset",
      "getThumbnails",
      "getDatasetPictures",
      "describeDataset",
      "getDatasetLabels",
      "getMeanPictures",
      "describeSplit",
      "previewAugmentation",
      "measureAugmentation",
      "listRuns",
      "getRunExperiment",
      "getRunEnvironment",
      "getRunHistory",
      "getCurves",
      "getRunEvents",
      "getRunPredictions",
      "getRunEvaluation",
      "evaluateRun",
      "renameRun",
      "markRuns",
      "getRunFacts",
      "showRunFolder",
      "getRunCheckpoint",
      "findRunFiles",
      "importRuns",
      "cancelRunFiles",
      "exportRun",
      "exportRuns",
      "dragRun",
      "startTraining",
      "continueTraining",
      "branchTraining",
      "stopTraining",
      "discardRun",
      "discardRuns",
      "pauseTraining",
      "resumeTraining",
      "stepTraining",
      "changeTraining",
      "getComparisonViews",
      "setComparisonViews",
      "getQueue",
      "addToQueue",
      "moveInQueue",
      "removeFromQueue",
      "clearQueue",
      "undoQueueRemoval",
      "holdQueue",
      "continueQueue",
      "getTrainerStatus",
      "restartTrainer",
      "showTrainerLog",
      "connectLive",
    ]
  `)
})

it('asks on the channel of the call, and passes nothing but the input', async () => {
  const { exposed, ipc } = expose()
  await exposed.call.stopTraining?.({ runId: 'a' })
  expect(ipc.invoke.mock.calls).toEqual([['receptive:stopTraining', { runId: 'a' }]])
})

it('gives listeners the payload, never the event', () => {
  const { exposed, ipc } = expose()
  const listener = vi.fn()
  const off = exposed.on('onDidChangeSettings', listener)
  ipc.emit('receptive:onDidChangeSettings', { sender: 'secret' }, { theme: 'dark' })
  expect(listener.mock.calls).toEqual([[{ theme: 'dark' }]])
  off()
  ipc.emit('receptive:onDidChangeSettings', {}, { theme: 'light' })
  expect(listener).toHaveBeenCalledTimes(1)
})

it('lets nobody listen to other channels', () => {
  expect(() => expose().exposed.on('../live-port', () => {})).toThrow(/There is no event/)
})

function expose() {
  const invoke = vi.fn<Ipc['invoke']>(() => Promise.resolve())
  const ipc = Object.assign(new EventEmitter(), { invoke })
  const exposed = createExposedApp({
    callNames: Object.keys(appContract.calls),
    eventNames: Object.keys(appContract.events),
    ipc,
    pathOf: () => ''
  })
  return { exposed, ipc }
}
