/** The files of one run's folder, the truth of the run: written here and by the trainer, read here. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '@shared/contract/define'
import { parseExperimentText, type Experiment } from '@shared/experiment'
import type { EvaluatedPart, Evaluation, EvaluationMoment } from '@shared/evaluation'
import { decodeEvaluationFile, nameEvaluationFile } from '@shared/evaluation-file'
import { decodeMetricLog, type DecodedMetricLog } from '@shared/metric-log'
import { decodePredictionFile } from '@shared/prediction-file'
import type { PredictionBatch } from '@shared/predictions'
import { runRecordSchema } from '@shared/run'
import { decodeRunEvents, type RunEvent } from '@shared/run-events'
import { writeJsonAtomically } from './atomic-file'
import { describeFileError } from '@shared/file-error'
import { makeFolder } from './make-folder'
import { runOwnerSchema } from './process-owner'
import { isRunId } from './run-id'

/** run.json: the record as the index has it, so that the index can be made again. */
export const runFileSchema = z.object({
  version: z.literal(1),
  owner: runOwnerSchema.nullable(),
  record: runRecordSchema
})
export type RunFile = z.infer<typeof runFileSchema>

/** What a run was started with, beside the experiment: versions, processor, flags. Kept for the reader, never parsed. */
export type RunEnvironment = Readonly<Record<string, unknown>>

export class RunFolder {
  readonly path: string

  /** The folder of a run. @throws when the id is not one of ours, so that no id can lead out of `runsFolder`. */
  constructor(
    runsFolder: string,
    readonly runId: string
  ) {
    if (!isRunId(runId)) throw new TypeError(`'${runId}' is not the id of a run.`)
    this.path = join(runsFolder, runId)
  }

  exists(): boolean {
    return existsSync(this.path)
  }

  create(run: RunFile, experiment: Experiment, environment: RunEnvironment): void {
    makeFolder(this.path)
    writeJsonAtomically(this.#file('experiment.json'), experiment)
    writeJsonAtomically(this.#file('environment.json'), environment)
    this.writeRun(run)
  }

  /** Nothing is left of it, whether it was there or not. */
  remove(): void {
    if (this.exists()) rmSync(this.path, { recursive: true, force: true })
  }

  writeRun(run: RunFile): void {
    writeJsonAtomically(this.#file('run.json'), run)
  }

  /** Puts back what was there, where that can be done: nothing is worse than before when it cannot. */
  tryToWriteRun(run: RunFile): void {
    try {
      if (this.exists()) this.writeRun(run)
    } catch {
      // The fault that made it necessary is told.
    }
  }

  /** Null when the file is missing or not what this version writes. */
  readRun(): RunFile | null {
    try {
      const parsed = runFileSchema.safeParse(
        JSON.parse(readFileSync(this.#file('run.json'), 'utf8'))
      )
      return parsed.success && parsed.data.record.id === this.runId ? parsed.data : null
    } catch {
      return null
    }
  }

  /** True for a run of another program: it has no experiment. */
  isForeign(): boolean {
    return existsSync(this.#file('import.json'))
  }

  /** @throws UserError naming the file when it cannot be read, and for a run of another program. */
  readExperiment(): Experiment {
    const file = this.#file('experiment.json')
    if (this.isForeign() && !existsSync(file)) {
      throw new UserError(
        'This run was imported from a log of another program, which tells of no experiment: its model, data and settings are not known.'
      )
    }
    return parseExperimentText(readTextFile(file), file)
  }

  /** Nothing of a folder that was deleted. @throws UserError naming the file when it cannot be read. */
  readEnvironment(): RunEnvironment {
    if (!this.exists()) return {}
    return JSON.parse(readTextFile(this.#file('environment.json'))) as RunEnvironment
  }

  /** What happened to the run beside its metrics; none when nothing has. */
  readEvents(): RunEvent[] {
    const file = this.#file('events.jsonl')
    return existsSync(file) ? decodeRunEvents(readTextFile(file)) : []
  }

  /** All whole batches; none when nothing has been recorded yet. @throws UserError when the file cannot be read. */
  readMetricLog(): DecodedMetricLog {
    const file = this.#file('metrics.log')
    if (!existsSync(file)) return { batches: [], wholeBytes: 0, problem: null }
    return decodeMetricLog(readBytes(file), this.runId)
  }

  /** When a file of the run was last written, in milliseconds since 1970. */
  getLastWriteTime(): number {
    const times = readdirSync(this.path).map((name) => statSync(join(this.path, name)).mtimeMs)
    return Math.round(Math.max(statSync(this.path).birthtimeMs, ...times))
  }

  /** Null when there are none, or the file is not whole. */
  readPredictions(): PredictionBatch | null {
    const file = this.#file('samples.bin')
    return existsSync(file) ? decodePredictionFile(readBytes(file)) : null
  }

  /** Null when there is none, or the file is not whole. */
  readEvaluation(part: EvaluatedPart, moment: EvaluationMoment): Evaluation | null {
    const file = this.#file(nameEvaluationFile({ part, moment }))
    const stored = existsSync(file) ? decodeEvaluationFile(readBytes(file)) : null
    if (stored?.part !== part || stored.moment !== moment) return null
    return { ...stored, runId: this.runId }
  }

  #file(name: string): string {
    return join(this.path, name)
  }
}

/** The ids of all runs that have a folder. */
export function listRunIds(runsFolder: string): string[] {
  return readdirSync(runsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isRunId(entry.name))
    .map(({ name }) => name)
}

function readTextFile(file: string): string {
  return Buffer.from(readBytes(file)).toString('utf8')
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${describeFileError(error)}.`)
  }
}
