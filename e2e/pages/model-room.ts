/** The room of the model as a person uses it. */
import { expect, type Locator, type Page } from '@playwright/test'

export class ModelRoom {
  readonly canvas: Locator
  readonly palette: Locator
  readonly inspector: Locator
  readonly totals: Locator

  constructor(readonly page: Page) {
    this.canvas = page.getByRole('group', { name: /^Drawing of the model/ })
    this.palette = page.getByRole('region', { name: 'Palette of layers' })
    this.inspector = page.getByRole('region', { name: 'Chosen layers' })
    this.totals = page.getByRole('group', { name: 'Totals of the model' })
  }

  /** The block of a layer on the canvas. */
  block(name: string): Locator {
    return this.canvas.locator(`[data-layer="${name}"]`)
  }

  /** The feature maps in a block. */
  maps(name: string): Locator {
    return this.block(name).getByRole('img')
  }

  entry(label: string): Locator {
    return this.palette.getByRole('option', { name: label, exact: true })
  }

  /** A field of the card, by what its label says. */
  field(label: string): Locator {
    return this.inspector.getByLabel(label, { exact: true })
  }

  async show(view: 'Canvas' | 'List' | 'Text'): Promise<void> {
    await this.page.getByRole('tab', { name: view, exact: true }).click()
  }

  /** Chooses the first place of some words in the text, with the editor's own search; what is typed next replaces them. */
  async selectInText(words: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Experiment as JSON' }).click()
    const { keyboard } = this.page
    await keyboard.press('Control+f')
    await keyboard.type(words)
    await keyboard.press('Enter')
    await keyboard.press('Escape')
  }

  /** Picks from a list of choices with the mouse. */
  async pick(label: string, choice: string): Promise<void> {
    await this.inspector
      .locator('[aria-haspopup="menu"]')
      .and(this.page.getByRole('button', { name: new RegExp(`^${label}: `) }))
      .click()
    await this.page.getByRole('menuitemradio', { name: choice, exact: true }).click()
  }

  async useTemplate(label: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Templates', exact: true }).click()
    await this.page.getByRole('button', { name: new RegExp(`^${label}: `) }).click()
  }

  /** Every layer in the order of the model, by name. */
  async layerNames(): Promise<string[]> {
    await this.show('List')
    const rows = this.page.locator('[data-row]')
    await expect(rows.first()).toBeVisible()
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row') ?? ''))
  }
}
