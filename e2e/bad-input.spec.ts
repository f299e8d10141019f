import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'

const drops = [
  {
    what: 'a text that is no JSON',
    file: { name: 'notes.json', text: 'Dear diary' },
    sentence: /notes\.json: not valid JSON/
  },
  {
    what: 'JSON that is no experiment',
    file: { name: 'package.json', text: '{"name": "x"}' },
    sentence: /package\.json: JSON, but not an experiment/
  },
  {
    what: 'an experiment of the future',
    file: { name: 'future.json', text: '{"version": 9, "model": {}, "training": {}}' },
    sentence: /future\.json: written by a newer Receptive/
  },
  {
    what: 'a wrong value',
    file: { name: 'zero.json', text: digitsWith({ epochs: 0 }) },
    sentence: /zero\.json: training\.epochs is 0, expected at least 1/
  },
  {
    what: 'an augmentation that does not exist',
    file: { name: 'tilted.json', text: digitsWith({ augmentation: { tilt_range: 5 } }) },
    sentence: /tilted\.json: augmentation\.tilt_range is not a known key/
  }
]

for (const { what, file, sentence } of drops) {
  test(`dropping ${what} is answered with one sentence and changes nothing`, async ({
    receptive
  }) => {
    const { workbench, page } = await receptive.start()
    const before = await workbench.experiment.innerText()
    await workbench.dropText(file)
    await expect(page.getByRole('alert')).toContainText(sentence)
    expect(await workbench.experiment.innerText()).toBe(before)
  })
}

test('a folder without CIFAR-10 is refused with what is missing', async ({ receptive }) => {
  const { app, workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  const folder = join(receptive.userDataFolder, 'holiday')
  mkdirSync(folder)
  writeFileSync(join(folder, 'data_batch_1.bin'), 'too short')
  // The system's own dialog cannot be driven; what it answers can be given.
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, folder)
  await workbench.openRoom('Data')
  await page
    .getByRole('article', { name: 'CIFAR-10', exact: true })
    .getByRole('button', { name: /Choose folder/ })
    .click()
  await expect(page.getByRole('article', { name: 'CIFAR-10', exact: true })).toContainText(
    /lacks data_batch_2\.bin/
  )
})
