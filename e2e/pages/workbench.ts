/** The window as a person uses it: what can be pressed and what can be read. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

export class Workbench {
  readonly trainingBar: Locator
  readonly runs: Locator
  readonly statusLine: Locator

  constructor(readonly page: Page) {
    this.trainingBar = page.getByRole('banner', { name: 'Training' })
    this.runs = page.getByRole('list', { name: 'Runs' })
    this.statusLine = page.getByRole('contentinfo')
  }

  async waitUntilOpen(): Promise<void> {
    await expect(this.trainingBar).toBeVisible()
  }

  async waitUntilTrainerIsReady(): Promise<void> {
    await expect(this.statusLine).toContainText(/Trainer ready/, { timeout: 60_000 })
  }

  async openRoom(
    name: 'Data' | 'Model' | 'Train' | 'Runs' | 'Compare' | 'Compute' | 'Settings'
  ): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Rooms' })
      .getByRole('link', { name, exact: true })
      .click()
  }

  /** Drops files on the window, as the desktop does. */
  async drop(...paths: string[]): Promise<void> {
    await this.dropText(
      ...paths.map((path) => ({ name: basename(path), text: readFileSync(path, 'utf8') }))
    )
  }

  async dropText(...files: { name: string; text: string }[]): Promise<void> {
    const transfer = await this.page.evaluateHandle((list) => {
      const data = new DataTransfer()
      for (const { name, text } of list) data.items.add(new File([text], name))
      return data
    }, files)
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('body', type, { dataTransfer: transfer })
    }
  }

  /** Files and folders of the disk, dropped as the desktop drops them: with the place where they lie. */
  async dropFromDisk(...paths: string[]): Promise<void> {
    await this.page.evaluate(() => {
      const input = document.createElement('input')
      Object.assign(input, { type: 'file', multiple: true, id: 'dropped' })
      document.body.append(input)
    })
    await this.page.setInputFiles('#dropped', paths)
    await this.page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#dropped')
      const transfer = new DataTransfer()
      for (const file of Array.from(input?.files ?? [])) transfer.items.add(file)
      const options = { dataTransfer: transfer, bubbles: true, cancelable: true }
      document.body.dispatchEvent(new DragEvent('drop', options))
      input?.remove()
    })
  }

  get experiment(): Locator {
    return this.trainingBar.getByRole('button', { name: /^Experiment:/ })
  }

  get dataset(): Locator {
    return this.trainingBar.getByRole('button', { name: /^Data set:/ })
  }

  get samples(): Locator {
    return this.page.getByRole('region', { name: 'Sample predictions' }).getByRole('listitem')
  }

  get trainButton(): Locator {
    return this.trainingBar.getByRole('button', { name: 'Train', exact: true })
  }

  async chooseExperiment(name: string): Promise<void> {
    await this.experiment.click()
    await this.page.getByRole('menuitemradio', { name, exact: true }).click()
  }

  async chooseDataset(label: string): Promise<void> {
    await this.dataset.click()
    await this.page.getByRole('menuitemradio', { name: label }).click()
  }

  async train(): Promise<void> {
    await this.trainButton.click()
  }

  async stop(): Promise<void> {
    await this.trainingBar.getByRole('button', { name: 'Stop', exact: true }).click()
  }

  control(name: 'Pause' | 'Resume' | 'Take one step'): Locator {
    return this.trainingBar.getByRole('button', { name, exact: true })
  }

  get queue(): Locator {
    return this.page.getByRole('region', { name: 'Queue' })
  }

  get queueEntries(): Locator {
    return this.queue.getByRole('listitem')
  }

  queued(name: string, seed: number): Locator {
    return this.queueEntries
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .filter({ hasText: `seed ${seed}` })
  }

  async openQueueMenu(): Promise<Locator> {
    await this.trainingBar.getByRole('button', { name: 'Queue this experiment' }).click()
    const popover = this.page.getByRole('dialog', { name: 'Queue this experiment' })
    await expect(popover).toBeVisible()
    return popover
  }

  /** Adds the chosen experiment, once or with so many seeds. */
  async addToQueue({ seeds = 1 } = {}): Promise<void> {
    const popover = await this.openQueueMenu()
    if (seeds === 1) return popover.getByRole('button', { name: 'Add to queue' }).click()
    await popover.getByRole('spinbutton', { name: 'Number of seeds' }).fill(String(seeds))
    await popover.getByRole('button', { name: 'Add all' }).click()
  }

  async chooseWayToStop(
    name: 'Stop and keep' | 'Stop and test' | 'Stop and discard…'
  ): Promise<void> {
    await this.trainingBar.getByRole('button', { name: 'Ways to stop' }).click()
    await this.page.getByRole('menuitem', { name, exact: true }).click()
  }

  /** One of the ways to go on from the shown run. */
  action(name: string | RegExp): Locator {
    return this.page
      .getByRole('group', { name: 'Go on from this run' })
      .getByRole('button', { name, exact: true })
  }

  run(name: string): Locator {
    return this.runs.getByRole('button').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  chart(title: 'Accuracy' | 'Loss'): Locator {
    return this.page.getByRole('img', { name: new RegExp(`^${title}`) })
  }

  /** How many points the chart holds and which steps they span, as it tells a screen reader. */
  async readChart(
    title: 'Accuracy' | 'Loss'
  ): Promise<{ points: number; first: number; last: number }> {
    const name = (await this.chart(title).getAttribute('aria-label')) ?? ''
    const match = /(\d+) points, steps (\d+) to (\d+)/.exec(name)
    const [, points = 0, first = 0, last = 0] = (match ?? []).map(Number)
    return { points, first, last }
  }

  async waitForSteps(count: number): Promise<void> {
    await expect
      .poll(async () => (await this.readChart('Loss')).last, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(count)
  }
}
