import { readFileSync } from 'node:fs'
import { expect, test } from './app.fixture'
import { ModelRoom } from './pages/model-room'

/** Loose, because CI machines share their processors; `npm run bench -- model-room` holds the figure against its target. */
const MOST_MEDIAN_MS = 400
const EDITS = 12
const LAYERS = 202
/** Between two edits, so that what follows the one does not slow the next. */
const PAUSE_MS = 400

/** A network of `count` layers: convolutions of one pixel, each followed by ReLU. */
function createLargeExperiment(count: number): string {
  const experiment = JSON.parse(readFileSync('resources/experiments/mnist-cnn.json', 'utf8'))
  const names = [
    'image',
    ...Array.from({ length: count - 4 }, (_, index) => `layer_${index}`),
    'pool',
    'classes'
  ]
  const layer = (class_name: string, name: string, config: object, index: number): object => ({
    class_name,
    name,
    config: { name, ...config },
    inbound_nodes: index === 0 ? [] : [[[names[index - 1], 0, 0, {}]]]
  })
  const layers = names.map((name, index) => {
    if (name === 'image')
      return layer('InputLayer', name, { batch_input_shape: [null, 28, 28, 1] }, index)
    if (name === 'pool') return layer('GlobalAveragePooling2D', name, {}, index)
    if (name === 'classes') return layer('Dense', name, { units: 10, activation: 'softmax' }, index)
    return index % 2 === 1
      ? layer('Conv2D', name, { filters: 8, kernel_size: [1, 1], padding: 'same' }, index)
      : layer('ReLU', name, {}, index)
  })
  return JSON.stringify({
    ...experiment,
    name: 'two hundred layers',
    model: {
      ...experiment.model,
      config: {
        name: 'large',
        layers,
        input_layers: [['image', 0, 0]],
        output_layers: [['classes', 0, 0]]
      }
    }
  })
}

test('a model of 200 layers is edited without a pause, and stays where it was scrolled to', async ({
  receptive
}) => {
  const { page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  await workbench.dropText({ name: 'large.json', text: createLargeExperiment(LAYERS) })
  await workbench.openRoom('Model')
  const room = new ModelRoom(page)
  await room.block('layer_0').click()
  await expect(room.maps('layer_0')).toBeVisible()
  const placeOf = () =>
    room.block('layer_0').evaluate((block) => {
      const canvas = block.closest('[aria-label^="Drawing"]') as HTMLElement
      return block.getBoundingClientRect().top - canvas.getBoundingClientRect().top
    })
  const first = await placeOf()
  await room.canvas.hover()
  await page.mouse.wheel(0, 60)
  await expect.poll(placeOf).not.toBe(first)
  await page.waitForTimeout(PAUSE_MS)
  const place = await placeOf()

  const edits: Edit[] = []
  for (let index = 0; index < EDITS; index++) {
    edits.push(await measureEdit(room, 4 + index))
    await page.waitForTimeout(PAUSE_MS)
  }
  // What the benchmark reads.
  await test.info().attach('edits', {
    body: JSON.stringify({ layers: LAYERS, edits }),
    contentType: 'application/json'
  })
  expect(await placeOf()).toBe(place)
  const sorted = edits.map(({ frameMs }) => frameMs).sort((one, other) => one - other)
  expect(sorted[EDITS / 2], 'milliseconds from edit to frame, median').toBeLessThan(MOST_MEDIAN_MS)
})

/** Milliseconds of one edit. */
interface Edit {
  /** In the handlers of the event: the new model and what is found of it. */
  readonly modelMs: number
  /** In the update of the window's elements that follows at once. */
  readonly elementsMs: number
  /** From the event to the end of the frame that shows the value. */
  readonly frameMs: number
}

/** Changes a value as a person does who leaves the field. */
function measureEdit(room: ModelRoom, filters: number): Promise<Edit> {
  return room.field('Filters').evaluate(async (field: HTMLInputElement, value) => {
    await new Promise(requestAnimationFrame)
    const startedAt = performance.now()
    field.value = String(value)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new Event('change', { bubbles: true }))
    const handledAt = performance.now()
    // Behind the update, which waits in the same queue.
    await Promise.resolve()
    const updatedAt = performance.now()
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return {
      modelMs: handledAt - startedAt,
      elementsMs: updatedAt - handledAt,
      frameMs: performance.now() - startedAt
    }
  }, filters)
}
