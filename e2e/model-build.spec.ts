/** The lecture's third network is built from nothing, once with the mouse alone and once with the keyboard alone. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './app.fixture'
import { ModelRoom } from './pages/model-room'
import type { Workbench } from './pages/workbench'

/** What the lecture's table and Keras say of cifar_cnn_3. */
const PARAMETERS = '1,338,090'

interface Wanted {
  /** What the palette calls it. */
  readonly label: string
  /** What is typed to find it. */
  readonly typed: string
  readonly filters?: number
  readonly units?: number
  readonly activation?: string
}

const block = (filters: number, hasDropout: boolean): Wanted[] => [
  { label: 'Conv2D', typed: 'conv2d', filters },
  { label: 'Conv2D', typed: 'conv2d', filters },
  { label: 'BatchNormalization', typed: 'batch' },
  { label: 'MaxPooling2D', typed: 'maxpooling2d' },
  ...(hasDropout ? [{ label: 'Dropout', typed: 'dropout' }] : [])
]
const wanted: readonly Wanted[] = [
  ...block(32, true),
  ...block(64, true),
  ...block(256, false),
  { label: 'Flatten', typed: 'flatten' },
  { label: 'Dense', typed: 'dense', units: 128, activation: 'relu' },
  { label: 'Dropout', typed: 'dropout' },
  { label: 'Dense', typed: 'dense', units: 64, activation: 'relu' },
  { label: 'Dropout', typed: 'dropout' },
  { label: 'Dense', typed: 'dense', units: 10, activation: 'softmax' }
]

/** The set that is drawn on the spot: pictures as large as CIFAR's, ten classes. */
async function beginBlank(page: Page, workbench: Workbench): Promise<ModelRoom> {
  await workbench.waitUntilTrainerIsReady()
  const experiment = JSON.parse(
    readFileSync('resources/experiments/cifar-cnn.json', 'utf8')
  ) as Record<string, unknown> & { training: object }
  await workbench.dropText({
    name: 'mine.json',
    text: JSON.stringify({
      ...experiment,
      name: 'mine',
      dataset: { id: 'shapes', validation: { kind: 'none' } },
      training: { ...experiment.training, epochs: 1 }
    })
  })
  await workbench.openRoom('Model')
  const room = new ModelRoom(page)
  await expect(room.block('conv1a')).toBeVisible()
  return room
}

/** Clicks a stepper until the field holds a value. */
async function stepTo(room: ModelRoom, label: string, value: number): Promise<void> {
  const field = room.field(label)
  for (let clicks = 0; clicks < 12; clicks++) {
    const now = Number(await field.inputValue())
    if (now === value) return
    await room.inspector
      .getByRole('button', { name: `${now < value ? 'More' : 'Less'} ${label}` })
      .click()
    await expect(field).not.toHaveValue(String(now))
  }
  await expect(field).toHaveValue(String(value))
}

test('with the mouse alone, and it is trained', async ({ receptive }) => {
  test.setTimeout(240_000)
  const { page, workbench } = await receptive.start()
  const room = await beginBlank(page, workbench)
  await room.useTemplate('Blank')
  await expect(room.block('image')).toContainText('classifier ends in one number a class')

  let last = 'image'
  for (const [index, { label, filters, units, activation }] of wanted.entries()) {
    const entry = room.entry(label)
    // Every other one is dragged onto the block that it follows, the others are double-clicked.
    if (index % 2 === 0) await entry.dragTo(room.block(last))
    else await entry.dblclick()
    const name = await room.inspector.getByLabel('Name of the layer').inputValue()
    expect(name).not.toBe(last)
    last = name
    if (filters !== undefined) {
      await stepTo(room, 'Filters', filters)
      await room.pick('Padding', 'same')
    }
    if (label === 'Dropout') await stepTo(room, 'Rate', 0.2)
    if (units === 10) {
      await room.inspector.getByRole('button', { name: /^Units 10/ }).click()
    } else if (units !== undefined) await stepTo(room, 'Units', units)
    if (activation !== undefined) await room.pick('Activation', activation)
  }
  await expect(room.totals).toContainText(PARAMETERS)
  await expectFinished(room)

  await workbench.train()
  await workbench.waitForSteps(3)
  await workbench.stop()
  await expect(workbench.run('mine')).toContainText('stopped')
})

test('with the keyboard alone', async ({ receptive }) => {
  test.setTimeout(180_000)
  const { page, workbench } = await receptive.start()
  const room = await beginBlank(page, workbench)
  const press = (key: string) => page.keyboard.press(key)
  await tabTo(page, 'Templates')
  await press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Blank: / })).toBeFocused()
  await press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()

  await tabTo(page, null, 'image')
  for (const { typed, filters, units, activation } of wanted) {
    await press('/')
    await page.keyboard.type(typed)
    await press('Enter')
    await expect(room.inspector.getByLabel('Name of the layer')).toBeVisible()
    const name = await room.inspector.getByLabel('Name of the layer').inputValue()
    await expect(room.block(name)).toBeFocused()
    if (filters !== undefined || units !== undefined || typed === 'dropout') {
      const field = typed === 'conv2d' ? 'Filters' : typed === 'dense' ? 'Units' : 'Rate'
      await press('Enter')
      await goToField(page, field)
      await page.keyboard.press('Control+a')
      await page.keyboard.type(String(filters ?? units ?? 0.2))
      await press('Enter')
      if (typed === 'conv2d') await choose(page, 'Padding', 'same')
      if (activation !== undefined) await choose(page, 'Activation', activation)
      await focusBlock(page, name)
    }
  }
  await expect(room.totals).toContainText(PARAMETERS)
  await expectFinished(room)

  // Taken back and done again, step by step, without a mouse.
  await press('Control+z')
  await expect(room.totals).toContainText('4 warnings')
  await press('Control+y')
  await expectFinished(room)
})

/** The lecture has a bias before each of its three batch normalisations, which the room says is of no use. */
async function expectFinished(room: ModelRoom): Promise<void> {
  await expect(room.totals).toContainText('3 warnings')
  await expect(room.totals).not.toContainText('error')
}

/** Tab until a button of this text, or the block of a layer, has the focus. */
async function tabTo(page: Page, text: string | null, layer: string | null = null): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const found = await page.evaluate(
      ([wantedText, wantedLayer]) => {
        const active = document.activeElement
        return wantedLayer === null
          ? active?.textContent?.trim() === wantedText
          : active?.getAttribute('data-layer') === wantedLayer
      },
      [text, layer] as const
    )
    if (found) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${text ?? layer ?? ''}.`)
}

async function goToField(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    const key = await page.evaluate(() =>
      document.activeElement?.closest('[data-param]')?.querySelector('label')?.textContent?.trim()
    )
    if (key === label) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${label}.`)
}

async function choose(page: Page, label: string, choice: string): Promise<void> {
  await goToField(page, label)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeVisible()
  // Typing the beginning of a choice goes to it.
  await page.keyboard.type(choice)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeHidden()
}

/** Back to the drawing: Shift+Tab until the block has the focus. */
async function focusBlock(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const layer = await page.evaluate(() => document.activeElement?.getAttribute('data-layer'))
    if (layer === name) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error(`Shift+Tab never came to the block of ${name}.`)
}
