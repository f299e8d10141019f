import { expect, test } from './app.fixture'
import { digitsFile, digitsWith } from './data/digits'

test('an experiment is dropped, trained, watched, stopped, and there again after a restart', async ({
  receptive
}) => {
  const first = await receptive.start()
  const { workbench, page } = first
  await workbench.waitUntilTrainerIsReady()
  await expect(page.getByText(/No runs yet/)).toBeVisible()

  await workbench.drop(digitsFile)
  await expect(workbench.experiment).toHaveText('digits')

  await workbench.train()
  await workbench.waitForSteps(30)
  const early = await workbench.readChart('Loss')
  await workbench.waitForSteps(early.last + 30)
  const later = await workbench.readChart('Loss')
  expect(later.points).toBeGreaterThan(early.points)

  // Predictions are about pictures of the test part, and change while the network learns.
  await expect(workbench.samples).toHaveCount(10)
  const predictedEarly = await workbench.samples.allInnerTexts()
  await expect.poll(() => workbench.samples.allInnerTexts()).not.toEqual(predictedEarly)

  await workbench.stop()
  const run = workbench.run('digits')
  await expect(run).toContainText('stopped')
  const stopped = await workbench.readChart('Loss')
  await first.app.close()

  const second = await receptive.start()
  await expect(second.workbench.run('digits')).toContainText('stopped')
  await second.workbench.run('digits').click()
  await expect.poll(() => second.workbench.readChart('Loss')).toEqual(stopped)
  await expect(second.workbench.samples).toHaveCount(10)
})

test('a training that ends says how good the network is on the test pictures', async ({
  receptive
}) => {
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropText({ name: 'short.json', text: digitsWith({ name: 'short', epochs: 2 }) })
  await workbench.train()
  await expect(workbench.run('short')).toContainText('finished', { timeout: 60_000 })

  const sentence = page.getByText(/Test accuracy 0\.\d{4} on 2,000 pictures/)
  await expect(sentence).toBeVisible()
  const accuracy = Number(/accuracy (0\.\d{4})/.exec(await sentence.innerText())?.[1])
  expect(accuracy).toBeGreaterThan(0.85)

  await page.getByRole('tab', { name: 'Epochs' }).click()
  await expect(
    page.getByRole('table', { name: 'Values of each epoch' }).getByRole('row')
  ).toHaveCount(3)
  await page.getByRole('tab', { name: 'Summary' }).click()
  await expect(page.getByRole('table', { name: /Summary/ })).toContainText('conv1')
})

test('the data set decides whether the lecture’s network can be trained, and says how it fits', async ({
  receptive
}) => {
  const { workbench, page } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.chooseExperiment('cifar-cnn')
  await expect(workbench.trainButton).toBeDisabled()
  await workbench.trainingBar.getByRole('button', { name: 'Use MNIST digits' }).click()
  await expect(
    page.getByText(/padded with zeros to 32×32 and repeated to 3 channels/)
  ).toBeVisible()
  await workbench.train()
  await workbench.waitForSteps(2)
  await workbench.stop()
  await expect(workbench.run('cifar-cnn')).toContainText('stopped')
})
