/** The room of the model: three views of one document, repairs, blocks, clipboard, templates, files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './app.fixture'
import { ModelRoom } from './pages/model-room'
import type { Workbench } from './pages/workbench'

interface Layer {
  readonly class_name: string
  readonly name: string
  readonly config?: object
  readonly from?: readonly string[]
}

const image: Layer = {
  class_name: 'InputLayer',
  name: 'image',
  config: { batch_shape: [null, 32, 32, 3] }
}
const classes: Layer = {
  class_name: 'Dense',
  name: 'classes',
  config: { units: 10, activation: 'softmax' }
}

/** A chain, unless a layer says what it takes; for the pictures that are drawn on the spot. */
function experimentOf(layers: readonly Layer[], { output = layers.at(-1)?.name } = {}): string {
  const base = JSON.parse(readFileSync('resources/experiments/mnist-cnn.json', 'utf8')) as object
  return JSON.stringify({
    ...base,
    name: 'mine',
    dataset: { id: 'shapes', validation: { kind: 'none' } },
    model: {
      class_name: 'Functional',
      config: {
        name: 'mine',
        layers: layers.map(({ class_name, name, config = {}, from }, index) => {
          const inputs = from ?? (index === 0 ? [] : [layers[index - 1]?.name ?? ''])
          return {
            class_name,
            name,
            config: { name, ...config },
            inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])]
          }
        }),
        input_layers: [['image', 0, 0]],
        output_layers: [[output, 0, 0]]
      }
    }
  })
}

async function open(page: Page, workbench: Workbench, text: string): Promise<ModelRoom> {
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropText({ name: 'mine.json', text })
  await workbench.openRoom('Model')
  const room = new ModelRoom(page)
  await expect(room.block('image')).toBeVisible()
  return room
}

const layer = (
  class_name: string,
  name: string,
  config: object = {},
  from?: readonly string[]
): Layer => ({
  class_name,
  name,
  config,
  ...(from && { from })
})
const conv = (name: string, config: object = {}, from?: readonly string[]): Layer =>
  layer('Conv2D', name, { filters: 4, kernel_size: 3, ...config }, from)
const flatten = layer('Flatten', 'flatten')

/** Each with the layer that is wrong, a part of its sentence, and the button that repairs it. */
const troubles: readonly (readonly [string, readonly Layer[], string, RegExp, RegExp, string?])[] =
  [
    [
      'Dense behind pictures',
      [image, conv('a'), classes],
      'classes',
      /needs one row of values, received \[30, 30, 4\]/i,
      /^Insert Flatten → 3,600/
    ],
    [
      'a convolution behind Flatten',
      [image, flatten, conv('a'), layer('Flatten', 'flatten2'), classes],
      'a',
      /needs an input of \[height, width, channels\], received \[3072\]/i,
      /^Remove Flatten 'flatten' → 30×30×4/
    ],
    [
      'a kernel that does not fit',
      [image, conv('a', { kernel_size: 40 }), flatten, classes],
      'a',
      /kernel 40x40 does not fit input 32x32/i,
      /^Padding: same → 32×32×4/
    ],
    [
      'a pool that does not fit',
      [image, layer('MaxPooling2D', 'a', { pool_size: 64 }), flatten, classes],
      'a',
      /pool 64x64 does not fit/i,
      /^Pool 1×1 → 32×32×3/
    ],
    [
      'strides and dilation',
      [image, conv('a', { strides: 2, dilation_rate: 2 }), flatten, classes],
      'a',
      /cannot both be above 1/i,
      /^No dilation → 15×15×4/
    ],
    [
      'unequal strides',
      [image, layer('DepthwiseConv2D', 'a', { kernel_size: 3, strides: [2, 1] }), flatten, classes],
      'a',
      /strides 2x1 differ/i,
      /^Strides 1×1/
    ],
    [
      'another number of axes',
      [image, layer('Conv1D', 'a', { filters: 4, kernel_size: 3 }), flatten, classes],
      'a',
      /needs an input of \[steps, channels\]/i,
      /^Use Conv2D/
    ],
    [
      'a sum of two shapes',
      [
        image,
        conv('a', { strides: 2, padding: 'same' }),
        layer('Add', 'add', {}, ['a', 'image']),
        layer('Flatten', 'flatten', {}, ['add']),
        classes
      ],
      'add',
      /received \[16, 16, 4\] and \[32, 32, 3\]/i,
      /^Conv2D 1×1, strides 2×2 on 'image' → 16×16×4/
    ],
    [
      'a join of one branch',
      [image, conv('a', { filters: 3, padding: 'same' }), layer('Add', 'add'), flatten, classes],
      'add',
      /takes two inputs or more, received 1/i,
      /^Connect 'image' too/
    ],
    [
      'a layer that is not connected',
      [image, flatten, classes, layer('ReLU', 'a', {}, [])],
      'a',
      /is not connected/i,
      /^Put before 'classes'/
    ],
    [
      'a second end',
      [image, flatten, classes, layer('ReLU', 'a', {}, ['flatten'])],
      'a',
      /is a second end/i,
      /^Remove ReLU 'a'/
    ],
    [
      'units that are not the classes',
      [image, flatten, layer('Dense', 'a', { units: 7, activation: 'softmax' })],
      'a',
      /gives 7 values, but the data set has 10 classes/i,
      /^Units 10/
    ],
    [
      'an end in ReLU',
      [image, flatten, layer('Dense', 'a', { units: 10, activation: 'relu' })],
      'a',
      /ends in 'relu', but the loss needs 'softmax'/i,
      /^Activation: softmax/
    ],
    [
      'no softmax',
      [image, flatten, layer('Dense', 'a', { units: 10 })],
      'a',
      /ends without softmax/i,
      /^Activation: softmax/
    ],
    [
      'pictures at the end',
      [image, conv('a')],
      'a',
      /a classifier ends in one number a class/i,
      /^Append global average pooling and Dense of 10/
    ],
    [
      'dropout behind softmax',
      [image, flatten, classes, layer('Dropout', 'a', { rate: 0.5 })],
      'a',
      /stands behind the softmax of Dense 'classes'/i,
      /^Remove Dropout 'a'/
    ],
    [
      'a bias before batch normalisation',
      [image, conv('a'), layer('BatchNormalization', 'bn'), flatten, classes],
      'a',
      /has a bias, which BatchNormalization 'bn' takes away/i,
      /^No bias/
    ],
    [
      'steps longer than the kernel',
      [image, conv('a', { strides: 5 }), flatten, classes],
      'a',
      /moves by 5×5 but sees only 3×3/i,
      /^Strides 3×3/
    ],
    [
      'another number of values',
      [image, layer('Reshape', 'a', { target_shape: [5, 5] }), flatten, classes],
      'a',
      /cannot lay out \[32, 32, 3\]/i,
      /^Reset target shape/
    ],
    [
      'an axis that is not there',
      [image, layer('BatchNormalization', 'a', { axis: 4 }), flatten, classes],
      'a',
      /has axis 4/i,
      /^Reset axis/
    ],
    [
      'pictures that do not go in',
      [{ ...image, config: { batch_shape: [null, 28, 28, 1] } }, flatten, classes],
      'image',
      /pictures are never cropped to fit/i,
      /^Shape 32×32×3/
    ]
  ]

test('every error and warning stands on its layer, and its button repairs it', async ({
  receptive
}) => {
  test.setTimeout(300_000)
  const { page, workbench } = await receptive.start()
  for (const [what, layers, name, sentence, button, output] of troubles) {
    await test.step(what, async () => {
      const end =
        layers.find(({ name: one }) => one === 'classes') && /not connected|second end/.test(what)
          ? 'classes'
          : output
      const room = await open(page, workbench, experimentOf(layers, end ? { output: end } : {}))
      const block = room.block(name)
      await expect(block).toContainText(sentence)
      await block.getByRole('button', { name: button }).first().click()
      await expect(
        page.locator(`[data-layer="${name}"]`).filter({ hasText: sentence })
      ).toHaveCount(0)
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await expect(block).toContainText(sentence)
    })
  }
})

test('canvas, list and text are one document', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  const room = await open(
    page,
    workbench,
    experimentOf([image, conv('a'), conv('b'), flatten, classes])
  )

  // The list: a row is moved with the keyboard, and dragged.
  expect(await room.layerNames()).toEqual(['image', 'a', 'b', 'flatten', 'classes'])
  await page.locator('[data-row="a"]').click()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.locator('[data-row="a"]')).toBeFocused()
  await expect.poll(() => room.layerNames()).toEqual(['image', 'b', 'a', 'flatten', 'classes'])
  await page
    .locator('[data-row="a"]')
    .dragTo(page.locator('[data-row="b"]'), { targetPosition: { x: 20, y: 3 } })
  await expect.poll(() => room.layerNames()).toEqual(['image', 'a', 'b', 'flatten', 'classes'])

  // The text: what is typed is the model; what is wrong is said, and changes nothing.
  await room.show('Text')
  await room.selectInText('"filters": 4')
  await page.keyboard.type('"filters": 16')
  await room.show('Canvas')
  await expect(room.block('a')).toContainText('30×30×16')
  await expect(room.block('b')).toContainText('28×28×4')

  // Undo leads back through all of it.
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(room.block('a')).toContainText('30×30×4')
})

test('the text completes layer kinds and parameters, and says what is wrong at its place', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  const room = await open(
    page,
    workbench,
    experimentOf([image, conv('a', { padding: 'valid' }), flatten, classes])
  )
  await room.show('Text')
  await room.selectInText('"valid"')
  await page.keyboard.type('"x"')
  await expect(page.getByRole('status').filter({ hasText: 'padding' })).toContainText(
    "padding: expected one of 'valid', 'same', received \"x\""
  )
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Control+Space')
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('"same"')
  await page.keyboard.type('s')
  await expect(page.locator('.cm-tooltip-autocomplete')).not.toContainText('"valid"')
  // CodeMirror takes no key for a choice in the first moment, lest one meant for the text is.
  await page.waitForTimeout(150)
  await page.keyboard.press('Enter')
  await room.show('Canvas')
  await expect(room.block('a')).toContainText('32×32×4')
})

test('layers are copied within and between windows, grouped, repeated, folded', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  const room = await open(
    page,
    workbench,
    experimentOf([image, conv('a', { padding: 'same' }), layer('ReLU', 'r'), flatten, classes])
  )
  await room.block('a').click()
  await room.block('r').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+c')
  await room.block('r').click()
  await page.keyboard.press('Control+v')
  await expect(room.block('a_1')).toBeVisible()
  expect(await room.layerNames()).toEqual(['image', 'a', 'r', 'a_1', 'r_1', 'flatten', 'classes'])

  await room.show('Canvas')
  await room.block('a').click()
  await room.block('r').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+g')
  const card = room.inspector.getByRole('region', { name: 'Block' })
  await card.getByLabel('How often in all').fill('3')
  await card.getByRole('button', { name: 'Repeat' }).click()
  await expect(room.totals).toContainText('11 layers')
  await room.canvas.getByRole('button', { name: 'Fold block', exact: true }).click()
  await expect(room.block('r')).toHaveCount(0)
  await expect(room.canvas.getByRole('group', { name: /^Block block, 2 layers/ })).toBeVisible()
  await room.canvas
    .getByRole('group', { name: /^Block block, 2 layers/ })
    .getByRole('button', { name: 'Unfold' })
    .click()
  await expect(room.block('r')).toBeVisible()
})

test('nothing is lost on close', async ({ receptive }) => {
  const first = await receptive.start()
  const room = await open(
    first.page,
    first.workbench,
    experimentOf([image, conv('a'), flatten, classes])
  )
  await room.entry('Dropout').dblclick()
  await room.block('a').click()
  await room.field('Filters').fill('12')
  await first.page.keyboard.press('Enter')
  await expect(room.block('a')).toContainText('30×30×12')
  await first.app.close()

  const second = await receptive.start()
  await second.workbench.openRoom('Model')
  await expect(new ModelRoom(second.page).block('a')).toContainText('30×30×12')
  await expect(new ModelRoom(second.page).block('dropout')).toBeVisible()
})

test('several layers are set at once, and a wrong value is refused in words', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  const room = await open(
    page,
    workbench,
    experimentOf([image, conv('a'), conv('b', { filters: 8 }), flatten, classes])
  )
  await room.block('a').click()
  await room.block('b').click({ modifiers: ['Control'] })
  await expect(room.field('Filters')).toHaveAttribute('placeholder', 'different')
  await room.field('Filters').fill('16')
  await page.keyboard.press('Enter')
  await expect(room.block('a')).toContainText('30×30×16')
  await expect(room.block('b')).toContainText('28×28×16')
  await room.field('Filters').fill('no')
  await page.keyboard.press('Enter')
  await expect(room.inspector.getByRole('alert')).toContainText('Expected a number, received "no".')
  await room.pick('Activation', 'elu')
  await expect(room.block('b')).toContainText('elu')
})

test('a model goes out in every format', async ({ receptive }) => {
  const { app, page, workbench } = await receptive.start()
  await open(page, workbench, experimentOf([image, conv('a'), flatten, classes]))
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const formats = [
    'experiment',
    'keras',
    'python',
    'notebook',
    'text',
    'markdown',
    'latex',
    'svg',
    'png'
  ]
  const begins: Record<string, RegExp> = {
    experiment: /^\{/,
    keras: /"class_name": "Functional"/,
    python: /a = layers\.Conv2D\(filters=4/,
    notebook: /"nbformat": 4/,
    text: /Total params: 36,122/,
    markdown: /\| a \(Conv2D\) \| \(None, 30, 30, 4\) \| 112 \|/,
    latex: /\\begin\{tabular\}/,
    svg: /^<svg /,
    png: /^.PNG/
  }
  for (const format of formats) {
    const file = join(receptive.userDataFolder, `out.${format}`)
    await answerSaveDialog(app, file)
    await page.locator(`[data-format="${format}"]`).getByRole('button', { name: /^Save/ }).click()
    await expect(page.getByRole('status').filter({ hasText: `Saved out.${format}.` })).toBeVisible()
    expect(readFileSync(file, 'latin1')).toMatch(begins[format] ?? /x/)
  }
})

function answerSaveDialog(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
}

test('two architectures are compared layer by layer', async ({ receptive }) => {
  const { page, workbench } = await receptive.start()
  const room = await open(page, workbench, experimentOf([image, conv('a'), flatten, classes]))
  await room.block('a').click()
  await room.field('Filters').fill('8')
  await page.keyboard.press('Enter')
  await room.entry('BatchNormalization').dblclick()
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  const table = page.getByRole('region', { name: 'Layers of both models' })
  await expect(table.getByRole('row', { name: /Conv2D a/ })).toContainText('Filters 4 → 8')
  await expect(table.getByRole('row', { name: /added/ })).toContainText('BatchNormalization')
  await page.getByLabel('Compare with').selectOption({ label: 'LeNet-5' })
  await expect(table).toContainText('AveragePooling2D s2')
})

test('the chosen picture flows through the blocks while the model is drawn', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  const room = await open(
    page,
    workbench,
    experimentOf([image, conv('a', { filters: 64 }), flatten, classes])
  )
  const maps = (name: string) => room.block(name).getByRole('img')
  await expect(maps('a')).toHaveAttribute('aria-label', /^24 of 64 feature maps, /)
  await expect(maps('classes')).toHaveAttribute('aria-label', /^10 class probabilities, /)
  const pixels = (name: string) =>
    maps(name).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const before = await pixels('image')
  await page.getByRole('button', { name: 'Next picture' }).click()
  await expect.poll(() => pixels('image')).not.toBe(before)
  // An edit is followed at once, and what cannot be computed has no picture.
  await room.block('a').click()
  await room.field('Filters').fill('5')
  await page.keyboard.press('Enter')
  await expect(maps('a')).toHaveAttribute('aria-label', /^5 feature maps, /)
  await room.field('Kernel size').fill('99')
  await page.keyboard.press('Enter')
  await expect(maps('a')).toHaveCount(0)
  await expect(maps('image')).toHaveCount(1)
})

test('a probe measures a step, an epoch and the whole, and can be cancelled', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  const room = await open(page, workbench, experimentOf([image, conv('a'), flatten, classes]))
  const probe = page.getByRole('region', { name: 'Measured cost' })
  await probe.getByRole('button', { name: 'Probe cost' }).click()
  await probe.getByRole('button', { name: 'Cancel' }).click()
  await expect(probe.getByRole('alert')).toContainText('It was cancelled.')
  await probe.getByRole('button', { name: 'Probe cost' }).click()
  await expect(probe).toContainText(/A step of 64\s*[\d.]+ ms/)
  await expect(probe).toContainText(/An epoch, \d+ steps/)
  await room.block('a').click()
  await room.field('Filters').fill('6')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await room.canvas.press('Escape')
  await page.locator('.vue-flow__pane').click({ position: { x: 5, y: 5 } })
  await expect(probe).toContainText('Measured before the last change.')
})
