import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { ExposedApp } from '../src/shared/contract/channels'
import type { Evaluation, EvaluatedPart, EvaluationMoment } from '../src/shared/evaluation'
import type { RunRecord } from '../src/shared/run'
import { digitsWith } from './data/digits'
import { expect, test } from './app.fixture'

test('a run keeps what its network says of every test picture, for the window and the terminal', async ({
  receptive
}) => {
  const { workbench, page, app } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropText({ name: 'short.json', text: digitsWith({ name: 'short', epochs: 1 }) })
  await workbench.train()
  await expect(workbench.run('short')).toContainText('finished', { timeout: 60_000 })

  const { runId, tested, validated, best, accuracies } = await readEvaluations(page)
  expect(tested).toMatchObject({ rows: 2000, classes: 10, step: 225, epoch: 1 })
  expect(tested?.correct).toBe(Math.round((accuracies.test ?? NaN) * 2000))
  expect(tested?.correct).toBeGreaterThan(1000)
  expect(validated?.correct).toBe(Math.round((accuracies.validation ?? NaN) * 800))
  expect(best).toBeNull()
  await app.close()

  const evaluate = (): { correct: number; classes: { pictures: number }[] } =>
    JSON.parse(receptiveEvaluate(receptive.userDataFolder, runId)) as never
  const stored = evaluate()
  expect(stored.correct).toBe(tested?.correct)
  expect(stored.classes.reduce((sum, { pictures }) => sum + pictures, 0)).toBe(2000)

  // A run of an earlier version has none: its last checkpoint says the same.
  const file = join(receptive.userDataFolder, 'workspace/runs', runId, 'evaluation-test-end.bin')
  rmSync(file)
  expect(evaluate()).toEqual(stored)
  expect(existsSync(file)).toBe(true)
})

function receptiveEvaluate(userDataFolder: string, runId: string): string {
  const words = ['evaluate', runId, '--workspace', join(userDataFolder, 'workspace'), '--json']
  const { stdout } = spawnSync(process.execPath, [resolve('out/main/cli.js'), ...words], {
    encoding: 'utf8'
  })
  return stdout
}

/** What the page gets for its newest run, counted there. */
function readEvaluations(page: Page) {
  return page.evaluate(async () => {
    const { call } = (window as unknown as { receptive: ExposedApp }).receptive
    const ask = async (name: string, input?: object) =>
      ((await call[name]?.(input)) as { output: unknown }).output
    const [run] = (await ask('listRuns')) as RunRecord[]
    if (!run) throw new Error('There is no run.')
    const read = async (part: EvaluatedPart, moment: EvaluationMoment) => {
      const request = { runId: run.id, part, moment }
      const found = (await ask('getRunEvaluation', request)) as Evaluation | null
      if (!found) return null
      const { labels, classNames, probabilities, step, epoch } = found
      const classes = classNames.length
      const correct = labels.filter((label, row) => {
        const own = probabilities.subarray(row * classes, (row + 1) * classes)
        return own.indexOf(Math.max(...own)) === label
      }).length
      return { rows: labels.length, classes, correct, step, epoch }
    }
    return {
      runId: run.id,
      tested: await read('test', 'end'),
      validated: await read('validation', 'end'),
      best: await read('test', 'best'),
      accuracies: { test: run.test?.accuracy, validation: run.latest['validation/accuracy'] }
    }
  })
}
