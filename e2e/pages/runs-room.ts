/** The room "Runs" as a person uses it. */
import { expect, type Locator, type Page } from '@playwright/test'

export class RunsRoom {
  readonly table: Locator
  readonly filter: Locator
  readonly bar: Locator
  readonly details: Locator
  /** How many runs pass the filter. */
  readonly count: Locator

  constructor(readonly page: Page) {
    this.table = page.getByRole('treegrid', { name: 'Runs' })
    this.filter = page.getByRole('combobox', { name: 'Filter of the runs' })
    this.bar = page.getByRole('toolbar', { name: 'Marked runs' })
    this.count = page.locator('.filter').getByRole('status').first()
    this.details = page.getByRole('complementary', { name: 'Details of the run' })
  }

  /** The names of the runs in sight, top to bottom. */
  names(): Promise<string[]> {
    return this.page.locator('[data-run-id] [role=rowheader] .words').allInnerTexts()
  }

  async expectNames(...names: string[]): Promise<void> {
    await expect.poll(() => this.names()).toEqual(names)
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  head(label: string): Locator {
    return this.table.getByRole('columnheader').getByRole('button', { name: label, exact: true })
  }

  headCell(label: string): Locator {
    const button = this.page.getByRole('button', { name: label, exact: true })
    return this.table.getByRole('columnheader').filter({ has: button })
  }

  /** In the middle of the edge by which a column is made wider. */
  async edgeOf(label: string): Promise<{ x: number; y: number }> {
    await this.headCell(label).scrollIntoViewIfNeeded()
    const box = await this.headCell(label).boundingBox()
    if (!box) throw new Error(`The column ${label} cannot be seen.`)
    return { x: box.x + box.width - 3, y: box.y + box.height / 2 }
  }

  async openMenuOfHead(label: string): Promise<void> {
    await this.head(label).click({ button: 'right' })
  }

  async chooseOfHead(label: string, action: string): Promise<void> {
    await this.openMenuOfHead(label)
    await this.page.getByRole('menuitem', { name: action, exact: true }).click()
  }

  async show(side: 'Runs' | 'Archive'): Promise<void> {
    await this.page
      .getByRole('group', { name: 'Archive' })
      .getByRole('button', { name: new RegExp(`^${side}`) })
      .click()
  }
}
