/** Temporary folders of a test, and a progress that keeps its lines. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder that goes when the test ends. */
export function createTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function createRecordingProgress() {
  /** @type {string[]} */
  const lines = []
  /** @type {import('../progress.mjs').Progress} */
  const progress = {
    say: (line) => void lines.push(line),
    task: (label) => {
      lines.push(label)
      return { note: () => {}, bytes: () => {}, done: () => {}, failed: () => {} }
    }
  }
  return { progress, lines }
}
