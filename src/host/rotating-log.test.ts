import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTemporaryFolder } from '@store/testing'
import { openRotatingLog } from './rotating-log'

it('starts anew when it is full and keeps one predecessor', () => {
  const folder = createTemporaryFolder()
  const log = openRotatingLog(join(folder, 'trainer.log'), { maxBytes: 25 })
  for (const line of [
    'first line\n',
    'second line\n',
    'third line\n',
    'fourth line\n',
    'fifth\n'
  ]) {
    log.write(Buffer.from(line))
  }
  log.close()
  expect(readdirSync(folder).sort()).toEqual(['trainer.log', 'trainer.old.log'])
  expect(readFileSync(join(folder, 'trainer.old.log'), 'utf8')).toBe('third line\nfourth line\n')
  expect(readFileSync(join(folder, 'trainer.log'), 'utf8')).toBe('fifth\n')
})

it('goes on with the file of the last start', () => {
  const file = join(createTemporaryFolder(), 'trainer.log')
  for (const sentence of ['first start', 'second start']) {
    const log = openRotatingLog(file)
    log.note(sentence)
    log.close()
  }
  expect(readFileSync(file, 'utf8')).toMatch(/\[.*Z\] first start\n\[.*Z\] second start\n/)
})
