/** What the window may ask of main, and what it hears. The preload exposes exactly these names. */
import { z } from 'zod'
import { datasetStatusSchema } from '../dataset'
import { doctorReportSchema } from '../doctor'
import { evaluationRequestSchema, evaluationSchema } from '../evaluation'
import { flatEnvironmentSchema } from '../environment'
import { experimentSchema, MAX_EXPERIMENT_BYTES, splitSchema } from '../experiment'
import {
  datasetStatisticsSchema,
  importedDatasetSchema,
  importOptionsSchema,
  importProgressSchema
} from '../imported-dataset'
import { comparisonViewsSchema } from '../comparison-views'
import { curveRequestSchema, curvesSchema } from '../curves/curve-request'
import { runHistorySchema } from '../metrics'
import { predictionBatchSchema } from '../predictions'
import { MOST_ENTRIES, MOST_REPEATS, queueViewSchema } from '../queue'
import {
  checkpointPlaceSchema,
  runFailureSchema,
  runLabelChangeSchema,
  runNameSchema,
  runRecordSchema
} from '../run'
import { runExportFormatKeys, type RunExportFormat } from '../run-export/run-content'
import { runEventSchema } from '../run-events'
import { runFactsSchema } from '../run-facts'
import { settingsPatchSchema, settingsSchema } from '../settings'
import { splitDescriptionSchema } from '../split-description'
import {
  augmentationCostSchema,
  augmentationPreviewSchema,
  augmentedTrainingSchema,
  previewRequestSchema
} from '../augmentation-preview'
import {
  dataPartSchema,
  partLabelsSchema,
  pictureRequestSchema,
  pictureSheetSchema
} from '../pictures'
import { featureMapRequestSchema, featureMapsSchema } from '../feature-maps'
import { modelFileSchema } from '../model-file'
import { probeRequestSchema, probeResultSchema } from '../probe'
import { call, defineContract, event, nothing, uint8Array, wireErrorSchema } from './define'
import { changeRunSchema, runtimeInfoSchema } from './trainer'

/** An experiment that can be chosen: shipped with Receptive, or opened by the user and kept in the workspace. */
export const experimentListingSchema = z.object({
  id: z.string(),
  source: z.enum(['shipped', 'opened']),
  experiment: experimentSchema,
  /** What a person made of it and has not saved under a name yet; null when it is as it was. */
  draft: experimentSchema.nullable().default(null)
})
export type ExperimentListing = z.infer<typeof experimentListingSchema>

/** How the trainer process is; `unresponsive` is a trainer that lives but has not answered for a while. */
export const trainerStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('ready'), runtime: runtimeInfoSchema }),
  z.object({ kind: z.literal('unresponsive'), sinceMs: z.number() }),
  z.object({ kind: z.literal('restarting'), reason: z.string(), attempt: z.number().int() }),
  /** Restarted too often, or cannot load TensorFlow: only a person can say when to try again. */
  z.object({ kind: z.literal('failed'), reason: z.string() })
])
export type TrainerStatus = z.infer<typeof trainerStatusSchema>

export const appInfoSchema = z.object({
  version: z.string(),
  electronVersion: z.string(),
  /** Where Electron came from and what that means, when it is worth a word; null for the official build. */
  electronNote: z.string().nullable(),
  workspaceFolder: z.string(),
  /** Why nothing of the workspace can be written, as a sentence; null where one can work. */
  readOnlyReason: z.string().nullable(),
  logFile: z.string()
})
export type AppInfo = z.infer<typeof appInfoSchema>

/** More than any picture of a model or notebook needs. */
const MAX_SAVED_BYTES = 64_000_000

const savedFileSchema = z.object({
  /** What it is called unless the user says otherwise; only its last part is used. */
  fileName: z.string().min(1).max(200),
  content: z.union([z.string().max(MAX_SAVED_BYTES), uint8Array()])
})
export type SavedFile = z.infer<typeof savedFileSchema>

/** More than a workspace holds; a bound for what crosses the border at once. */
const MOST_RUNS = 100_000

const pathsSchema = z.array(z.string().max(4096)).max(1000)

const runExportFormatSchema = z.enum(runExportFormatKeys as [RunExportFormat, ...RunExportFormat[]])
/** What of a run a capsule holds. */
export const runExportOptionsSchema = z.object({ withWeights: z.boolean().default(false) })

const runRef = z.object({ runId: z.string() })
const runRefs = z.object({ runIds: z.array(z.string()).max(MOST_RUNS) })
const queueRef = z.object({ id: z.string() })
const datasetRef = z.object({ datasetId: z.string() })

export const appContract = defineContract({
  calls: {
    getAppInfo: call(nothing, appInfoSchema),
    /** What was found on this machine, each line with the way out when it is wrong. Takes up to a second. */
    getDoctorReport: call(nothing, doctorReportSchema),

    getSettings: call(nothing, settingsSchema),
    /** Stores the given settings and answers with all of them. */
    updateSettings: call(settingsPatchSchema, settingsSchema),

    listExperiments: call(nothing, z.array(experimentListingSchema)),
    /** Asks for a file; null when the user cancels. Throws a UserError when it is no experiment. */
    openExperiment: call(nothing, experimentListingSchema.nullable()),
    /** Takes in the text of a dropped file. Throws a UserError when it is no experiment. */
    importExperiment: call(
      z.object({
        fileName: z.string().max(255),
        text: z.string().max(MAX_EXPERIMENT_BYTES * 2)
      }),
      experimentListingSchema
    ),
    /** Keeps what became of an experiment through a person's changes, for the next start; null forgets it. */
    keepDraft: call(
      z.object({ experimentId: z.string().max(200), draft: experimentSchema.nullable() }),
      nothing
    ),

    /** What one picture becomes in each layer of a model. Throws a UserError when it cannot flow in. */
    computeFeatureMaps: call(
      featureMapRequestSchema.extend({ datasetId: z.string() }),
      featureMapsSchema
    ),
    /** What a training would take, by three of its own steps. Throws a UserError when it cannot train, or was cancelled. */
    probeTraining: call(probeRequestSchema.extend({ datasetId: z.string() }), probeResultSchema),
    cancelProbe: call(nothing, nothing),
    /**
     * Reads a model that another program wrote, from a dropped file, or asks for one; null when the user cancels there.
     * Nothing is taken in yet. Throws a UserError when it is no model.
     */
    readModelFile: call(
      z.object({ path: z.string().max(4096).optional() }),
      modelFileSchema.nullable()
    ),
    /** Asks where to, and writes a file; null when the user cancels. Throws a UserError when it cannot be written. */
    saveFile: call(savedFileSchema, z.string().nullable()),
    /** Puts a file under the pointer that drags something out of the window. */
    dragFile: call(savedFileSchema, nothing),
    /** Puts a picture, the bytes of a PNG, on the clipboard. Throws a UserError when they are none. */
    copyPicture: call(z.object({ png: uint8Array() }), nothing),

    listDatasets: call(nothing, z.array(datasetStatusSchema)),
    /** Asks for the folder of a set; null when the user cancels. The answer says whether the files are all there. */
    chooseDatasetFolder: call(z.object({ datasetId: z.string() }), datasetStatusSchema.nullable()),
    /**
     * Imports the files or the folder at `paths`, or asks for them; null when the user cancels there. Resolves when the
     * set is in the workspace. Throws a UserError when it cannot be imported, an ImportStopped when it was cancelled.
     */
    importDataset: call(
      z.object({
        ask: z.enum(['files', 'folder']).optional(),
        paths: z.array(z.string().max(4096)).max(1000).default([]),
        options: importOptionsSchema.prefault({})
      }),
      importedDatasetSchema.nullable()
    ),
    /** Fetches a set from its home page, from where an earlier try ended, and imports it. Throws as importDataset does. */
    downloadDataset: call(datasetRef, importedDatasetSchema),
    /** The import or download at work, for a page that has just been loaded. */
    getImport: call(
      nothing,
      z.object({ isImporting: z.boolean(), progress: importProgressSchema.nullable() })
    ),
    /** Ends the import or the download at work; nothing of the set is kept, of a download what has arrived. */
    cancelImport: call(nothing, nothing),
    /** Removes an imported set from the disk. Throws a UserError when it was not imported. */
    deleteDataset: call(datasetRef, nothing),

    /** A few pictures of a set for its card; read once and kept. Throws a UserError when the set cannot be read. */
    getThumbnails: call(datasetRef, pictureSheetSchema),
    /** Pictures of a set, as bytes. Throws a UserError when the set cannot be read. */
    getDatasetPictures: call(
      pictureRequestSchema.extend({ datasetId: z.string() }),
      pictureSheetSchema
    ),
    /** What the pixels and classes of a set are. Throws a UserError when the set cannot be read. */
    describeDataset: call(datasetRef, datasetStatisticsSchema),
    /** The class numbers of a part, in its order. */
    getDatasetLabels: call(datasetRef.extend({ part: dataPartSchema }), partLabelsSchema),
    /** The mean picture of each class that has pictures in the part. */
    getMeanPictures: call(datasetRef.extend({ part: dataPartSchema }), pictureSheetSchema),
    /** Both sides of a validation split. Throws a UserError when the set cannot be split so. */
    describeSplit: call(datasetRef.extend({ validation: splitSchema }), splitDescriptionSchema),
    /** What training would make of some training pictures. Throws a UserError when the set cannot be read. */
    previewAugmentation: call(
      previewRequestSchema.extend({ datasetId: z.string() }),
      augmentationPreviewSchema
    ),
    /** What augmentation costs a picture, in a process beside the training. Throws as previewAugmentation does. */
    measureAugmentation: call(
      augmentedTrainingSchema.extend({ datasetId: z.string() }),
      augmentationCostSchema
    ),

    listRuns: call(nothing, z.array(runRecordSchema)),
    /** The experiment as it was when the run began. */
    getRunExperiment: call(runRef, experimentSchema),
    /** Versions, processor and flags that the run began with, flat; nothing where none were kept. */
    getRunEnvironment: call(runRef, flatEnvironmentSchema),
    /** All metrics up to now, the live ones included. */
    getRunHistory: call(runRef, runHistorySchema),
    /** Curves of several runs, thinned for the pixels at hand; those of a run that is gone are left out. */
    getCurves: call(curveRequestSchema, curvesSchema),
    /** What happened beside the metrics, in the order of its steps. */
    getRunEvents: call(runRef, z.array(runEventSchema)),
    /** The newest sample predictions; null when there are none. */
    getRunPredictions: call(runRef, predictionBatchSchema.nullable()),
    /** What the network said of every picture of a part; null where the run has no such evaluation. */
    getRunEvaluation: call(evaluationRequestSchema, evaluationSchema.nullable()),
    /**
     * Computes and stores what an ended run lacks of it, from its newest checkpoint; takes seconds. Throws a UserError
     * while a run is trained, or when there are no weights.
     */
    evaluateRun: call(runRef, nothing),
    renameRun: call(runRef.extend({ name: runNameSchema }), runRecordSchema),
    /** Marks, renames and recolours runs, a few at a time: what is written stays, and what could not be is named. */
    markRuns: call(
      z.object({ changes: z.array(runLabelChangeSchema).max(MOST_RUNS) }),
      z.object({ records: z.array(runRecordSchema), failures: z.array(runFailureSchema) })
    ),
    /** Configuration and metrics in a nutshell, in the order of the ids; runs that are not there are left out. */
    getRunFacts: call(runRefs, z.array(runFactsSchema)),
    showRunFolder: call(runRef, nothing),
    /** Where an ended run can go on; null when it has no whole checkpoint. */
    getRunCheckpoint: call(runRef, checkpointPlaceSchema.nullable()),

    /**
     * Which of the dropped files and folders hold runs: capsules, event files of TensorBoard, logs of CSVLogger; null
     * when that was cancelled. `unsearched` has a sentence for each folder that is too large to be looked through.
     */
    findRunFiles: call(
      z.object({ paths: pathsSchema }),
      z.object({ paths: pathsSchema, unsearched: z.array(z.string()) }).nullable()
    ),
    /**
     * Takes in the runs of files, or asks for them; empty when the user cancels there. One that is here already is
     * answered as it is. Throws a UserError naming the file that is refused, of which nothing is kept.
     */
    importRuns: call(z.object({ paths: pathsSchema.optional() }), z.array(runRecordSchema)),
    /** Ends searches, imports and exports of runs after the file or run at hand; each answers with what it had done. */
    cancelRunFiles: call(nothing, nothing),
    /** Asks where to, and writes a run there; null when the user cancels, else the name of what was written. */
    exportRun: call(
      runRef.extend({
        format: runExportFormatSchema,
        options: runExportOptionsSchema.prefault({})
      }),
      z.string().nullable()
    ),
    /**
     * Asks for a folder, and writes each of the runs there under its name; null when the user cancels there. What was
     * written before an error or `cancelRunFiles` stays.
     */
    exportRuns: call(
      runRefs.extend({
        format: runExportFormatSchema,
        options: runExportOptionsSchema.prefault({})
      }),
      z
        .object({
          folderName: z.string(),
          writtenCount: z.number().int(),
          failures: z.array(runFailureSchema),
          isCancelled: z.boolean()
        })
        .nullable()
    ),
    /** Puts the capsule of a run under the pointer that drags it out of the window. */
    dragRun: call(runRef.extend({ options: runExportOptionsSchema.prefault({}) }), nothing),

    /** Starts a run and answers with its record; all else arrives as events. Throws a UserError when it cannot be trained. */
    startTraining: call(
      z.object({ experiment: experimentSchema, datasetId: z.string() }),
      runRecordSchema
    ),
    /** Goes on with a run that ended before its plan did, as the same run. Throws a UserError when it cannot. */
    continueTraining: call(runRef, runRecordSchema),
    /**
     * Starts a run that goes on where `runId` is, with its weights and its optimizer, as `experiment` says from there on;
     * `training.epochs` counts the epochs done. A parent of this window that is at work is stopped, and kept.
     */
    branchTraining: call(runRef.extend({ experiment: experimentSchema }), runRecordSchema),
    /** Asks the run to stop within one step; the record changes when it has. With `evaluate` the test comes first. */
    stopTraining: call(runRef.extend({ evaluate: z.boolean().default(false) }), nothing),
    /** Stops the run if it is at work, and removes it with all that it recorded. */
    discardRun: call(runRef, nothing),
    /** Removes archived runs with all that they recorded. Throws a UserError, and removes none, when one is not archived. */
    discardRuns: call(runRefs, nothing),
    /** Holds the run between two steps; paused time does not count. */
    pauseTraining: call(runRef, nothing),
    resumeTraining: call(runRef, nothing),
    /** Takes one step of a paused run. */
    stepTraining: call(runRef, nothing),
    /** Takes effect at the next step, and becomes a mark on the curves. Throws a UserError when it cannot. */
    changeTraining: call(changeRunSchema, nothing),

    /** `problem` says what was lost of them, as a sentence. */
    getComparisonViews: call(
      nothing,
      z.object({ views: comparisonViewsSchema, problem: z.string().nullable() })
    ),
    /** Stores the whole list. Throws a UserError when it cannot be written. */
    setComparisonViews: call(z.object({ views: comparisonViewsSchema }), nothing),

    getQueue: call(nothing, queueViewSchema),
    /**
     * Appends an experiment, `repeats` times with one seed after the other; answers with the ids of the entries. Throws
     * a UserError when there is no room.
     */
    addToQueue: call(
      z.object({
        experiment: experimentSchema,
        datasetId: z.string(),
        repeats: z.number().int().min(1).max(MOST_REPEATS).default(1)
      }),
      z.array(z.string())
    ),
    /** Puts an entry at the place `to`, from 0. */
    moveInQueue: call(queueRef.extend({ to: z.number().int().min(0) }), nothing),
    /** Takes entries out, all of them in one go. Throws a UserError where one is being started. */
    removeFromQueue: call(z.object({ ids: z.array(z.string()).min(1).max(MOST_ENTRIES) }), nothing),
    /** Takes everything out that is not being started. */
    clearQueue: call(nothing, nothing),
    /** Takes back the last removal or clearing; does nothing when there is none. */
    undoQueueRemoval: call(nothing, nothing),
    /** Starts nothing more until continueQueue; the run at work goes on. */
    holdQueue: call(nothing, nothing),
    /** Goes on, and tries again what could not be started. */
    continueQueue: call(nothing, nothing),

    getTrainerStatus: call(nothing, trainerStatusSchema),
    /** Starts the trainer anew, however it is. An active run becomes interrupted. */
    restartTrainer: call(nothing, nothing),
    showTrainerLog: call(nothing, nothing),
    /** Asks for a port to the trainer; it arrives as a window message named LIVE_PORT_MESSAGE. */
    connectLive: call(nothing, nothing)
  },
  events: {
    onDidChangeRun: event(runRecordSchema),
    onDidRemoveRun: event(runRef),
    onRunEvent: event(z.object({ runId: z.string(), event: runEventSchema })),
    onDidChangeQueue: event(queueViewSchema),
    /** Told while many runs are exported: how many are written or have failed. */
    onRunExportProgress: event(z.object({ done: z.number().int(), total: z.number().int() })),
    /** Told while a set is imported or downloaded, about ten times a second. */
    onImportProgress: event(importProgressSchema),
    /** Told when an import or a download has ended, however it did. */
    onDidEndImport: event(
      z.object({
        imported: importedDatasetSchema.nullable(),
        error: wireErrorSchema.nullable()
      })
    ),
    onDidChangeTrainer: event(trainerStatusSchema),
    onDidChangeSettings: event(settingsSchema),
    /** A command chosen in the application menu, by its id in the table of commands. */
    onDidChooseCommand: event(z.object({ id: z.string() }))
  }
})
export type AppContract = typeof appContract

export { appChannel, LIVE_PORT_MESSAGE, type ExposedApp } from './channels'
