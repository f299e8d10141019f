/** The tab of curves in the room Compare: its charts, its table of values, and what can be made of a chart. */
import { readFileSync } from 'node:fs'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { expect } from '../app.fixture'

export class CompareCurves {
  constructor(readonly page: Page) {}

  chart(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true }).getByRole('application')
  }

  get values(): Locator {
    return this.page.getByRole('region', { name: 'Values at the cursor' })
  }

  get showAll(): Locator {
    return this.page.getByRole('button', { name: 'Show all' })
  }

  async addRun(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a run: Add a run' }).click()
    await this.page.getByRole('menuitemradio', { name, exact: true }).click()
    await expect(this.page.getByRole('list', { name: 'Compared runs' })).toContainText(name)
  }

  /** Drags over a part of a chart, in shares of its width and height. */
  async drag(title: string, from: [number, number], to: [number, number]): Promise<void> {
    const box = await this.chart(title).boundingBox()
    if (!box) throw new Error(`The chart "${title}" cannot be seen.`)
    const at = ([x, y]: [number, number]): [number, number] => [
      box.x + x * box.width,
      box.y + y * box.height
    ]
    await this.page.mouse.move(...at(from))
    await this.page.mouse.down()
    await this.page.mouse.move(...at(to), { steps: 4 })
    await this.page.mouse.up()
  }

  /** The step that the table says the cursor is at. */
  async readPlace(): Promise<number> {
    const text = await this.values.innerText()
    return Number(/Values at step ([\d,]+)/.exec(text)?.[1]?.replace(/,/g, ''))
  }

  /** Chooses a way to save a chart, and reads the file. The dialog of the system is answered beforehand. */
  async save(app: ElectronApplication, title: string, item: string, file: string): Promise<Buffer> {
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await this.choose(title, item)
    await expect(this.page.getByText(/^Saved as /).last()).toBeVisible()
    await expect.poll(() => exists(file)).toBe(true)
    return readFileSync(file)
  }

  async choose(title: string, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Save ${title}` }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  /** The share of pixels of the lines' canvas that are drawn on. */
  async readInk(title: string): Promise<number> {
    return this.chart(title)
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d')
        if (!context) return 0
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        let drawn = 0
        for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) drawn++
        return drawn / (canvas.width * canvas.height)
      })
  }
}

function exists(file: string): boolean {
  try {
    return readFileSync(file).length > 0
  } catch {
    return false
  }
}
