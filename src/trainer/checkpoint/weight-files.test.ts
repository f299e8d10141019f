import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWeightFiles, readWeightFile } from './weight-files'

let folder: string
let problems: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-weights-'))
  problems = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const moment = { epoch: 2, step: 16, monitor: 'val_loss', value: 0.1 + 0.2 }
const tensors = [{ name: 'weight/a', shape: [2], values: Float32Array.of(1.5, -0) }]

function createFiles({ runId = 'run-1', inFolder = folder } = {}) {
  return createWeightFiles({
    folder: inFolder,
    runId,
    gather: () => tensors,
    onProblem: (reason) => problems.push(reason),
    onWritten: () => undefined
  })
}

it('gives back the weights, and of which epoch they are', () => {
  expect(createFiles().save('best', moment)).toBe(true)
  expect(readdirSync(folder)).toEqual(['best.bin'])
  expect(readWeightFile(folder, 'best')).toEqual({ header: { runId: 'run-1', ...moment }, tensors })
  expect(createFiles().find('best')).toEqual({ runId: 'run-1', ...moment })
})

it('finds neither a damaged file, nor an absent one, nor the one of another run', () => {
  createFiles().save('best', moment)
  expect(createFiles({ runId: 'run-2' }).find('best')).toBeNull()
  expect(createFiles().find('last')).toBeNull()
  const path = join(folder, 'best.bin')
  writeFileSync(path, readFileSync(path).subarray(0, -1))
  expect(createFiles().find('best')).toBeNull()
})

it('warns when a file cannot be written, and leaves the earlier one', () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, 'as it was')
  expect(createFiles({ inFolder: file }).save('best', moment)).toBe(false)
  expect(problems).toEqual(['a part of its path is a file, not a folder'])
  expect(readFileSync(file, 'utf8')).toBe('as it was')
})
