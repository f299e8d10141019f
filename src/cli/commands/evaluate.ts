/** `receptive evaluate`: how well a run knows each class. */
import { resolve } from 'node:path'
import { countClasses, type ClassCount } from '@shared/class-counts'
import { UserError } from '@shared/contract/define'
import {
  evaluatedParts,
  evaluationMoments,
  mayLackEvaluations,
  type Evaluation,
  type EvaluationRequest
} from '@shared/evaluation'
import { formatCount, formatMetric } from '@shared/format'
import type { RunRecord } from '@shared/run'
import {
  EXIT_OK,
  jsonOption,
  textOption,
  UsageError,
  workspaceOption,
  type Command,
  type Invocation
} from '../command'
import { findRun } from '../find-run'
import { formatTable } from '../output'
import { openSession, type Session } from '../session'
import { toTerminalLine } from '../terminal-text'

export const evaluate: Command = {
  name: 'evaluate',
  usage: 'RUN [options]',
  help: 'Says how well a run knows each class of its test or validation pictures.',
  argumentCount: [1, 1],
  options: {
    part: { value: 'PART', help: 'test or validation. Default: test.' },
    moment: {
      value: 'MOMENT',
      help: 'end: the last weights of the run; best: those that ModelCheckpoint kept. Default: end.'
    },
    data: { value: 'DIR', help: 'The folder with the files of the data set.' },
    ...workspaceOption,
    ...jsonOption
  },

  async run(invocation) {
    const choice = {
      part: choose(invocation, 'part', evaluatedParts),
      moment: choose(invocation, 'moment', evaluationMoments)
    }
    const folders: Record<string, string> = {}
    const session = openSession(invocation, { datasetFolders: folders })
    try {
      const [word = ''] = invocation.arguments
      const run = findRun(session.store, word)
      if (!run) throw new UserError(`There is no run '${word}'. "receptive runs" lists them.`)
      const data = textOption(invocation, 'data')
      if (data !== undefined) folders[run.datasetId] = resolve(data)
      const evaluation = await getEvaluation(session, run, {
        ...choice,
        say: invocation.output.say
      })
      report(evaluation, { run, invocation })
      return EXIT_OK
    } finally {
      await session.close()
    }
  }
}

function choose<Word extends string>(
  invocation: Invocation,
  option: string,
  words: readonly [Word, ...Word[]]
): Word {
  const text = textOption(invocation, option) ?? words[0]
  const found = words.find((word) => word === text)
  if (found) return found
  throw new UsageError(`--${option} is '${text}', expected ${words.join(' or ')}.`)
}

/** As it was stored, or computed now. @throws UserError when the run has no such evaluation. */
async function getEvaluation(
  { store, service }: Session,
  run: RunRecord,
  { part, moment, say }: Omit<EvaluationRequest, 'runId'> & { say(text: string): void }
): Promise<Evaluation> {
  const request = { runId: run.id, part, moment }
  const stored = store.getEvaluation(request)
  if (stored) return stored
  // A run that was stopped while it was evaluated, or whose disk was full, has the test alone.
  const hasEnd = store.getEvaluation({ runId: run.id, part: 'test', moment: 'end' }) !== null
  if (mayLackEvaluations(run) || !hasEnd) {
    say(`"${toTerminalLine(run.name)}" was not wholly evaluated yet: it is, now.`)
    await service.evaluate(run.id)
    const computed = store.getEvaluation(request)
    if (computed) return computed
  }
  throw new UserError(
    moment === 'best'
      ? `"${run.name}" has no best weights beside those of its end. Ask for --moment end.`
      : `"${run.name}" has no pictures that were set aside for validation. Ask for --part test.`
  )
}

function report(
  evaluation: Evaluation,
  { run, invocation }: { run: RunRecord; invocation: Invocation }
): void {
  const { part, moment, step, epoch, datasetId, picturesId } = evaluation
  const classes = countClasses(evaluation)
  const pictures = evaluation.labels.length
  const correct = classes.reduce((sum, one) => sum + one.correct, 0)
  const accuracy = correct / pictures
  invocation.output.result(
    {
      ...{ runId: run.id, name: run.name, part, moment, step, epoch, dataset: datasetId },
      ...{ picturesId, pictures, correct, accuracy, classes }
    },
    () =>
      [
        `${part === 'test' ? 'Test' : 'Validation'} accuracy ${formatMetric('accuracy', accuracy)}: ${formatCount(correct)} of ${formatCount(pictures)} pictures, with the weights after step ${step} (epoch ${epoch}).`,
        describeClasses(classes)
      ].join('\n')
  )
}

function describeClasses(classes: readonly ClassCount[]): string {
  return formatTable(
    ['class', 'pictures', 'correct', 'taken for it', 'recall', 'precision'],
    classes.map(({ name, pictures, correct, answers }) => [
      name,
      formatCount(pictures),
      formatCount(correct),
      formatCount(answers),
      formatShare(correct, pictures),
      formatShare(correct, answers)
    ])
  )
}

/** Of nothing there is no share. */
function formatShare(some: number, all: number): string {
  return formatMetric('accuracy', all === 0 ? null : some / all)
}
