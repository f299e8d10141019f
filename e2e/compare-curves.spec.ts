import { join, resolve } from 'node:path'
import { expect, test } from './app.fixture'
import { digitsWith } from './data/digits'
import { CompareCurves } from './pages/compare-curves'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 }
] as const

test('curves of two trainings are overlaid, zoomed together, read at the cursor and saved', async ({
  receptive
}) => {
  test.setTimeout(400_000)
  const { app, page, workbench } = await receptive.start()
  await workbench.waitUntilTrainerIsReady()
  for (const [name, learningRate] of [
    ['=first', 0.001],
    ['second', 0.01]
  ] as const) {
    await workbench.dropText({
      name: `${name}.json`,
      text: digitsWith({ name, epochs: 2, optimizer: { kind: 'adam', learningRate } })
    })
    await expect(workbench.experiment).toHaveText(name)
    await workbench.train()
    await expect(workbench.run(name)).toContainText('finished', { timeout: 120_000 })
  }

  await workbench.openRoom('Compare')
  const curves = new CompareCurves(page)
  await curves.addRun('=first')
  await curves.addRun('second')
  const loss = curves.chart('Loss')
  await expect(loss).toHaveAccessibleName(
    /^Loss over step, 4 lines; =first \(base\) · train \d\.\d{4}/
  )
  await expect(curves.chart('Accuracy')).toHaveAccessibleName(/4 lines/)
  await expect.poll(() => curves.readInk('Loss')).toBeGreaterThan(0.01)
  await expect(curves.values.getByRole('row')).toHaveCount(3)

  await test.step('the cursor of one chart is that of all, and the table has its values', async () => {
    await loss.hover({ position: { x: 300, y: 60 } })
    const place = await curves.readPlace()
    expect(place).toBeGreaterThan(1)
    await expect(curves.values.getByRole('row', { name: /=first/ })).toContainText(/\d\.\d{4}/)
    await loss.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => curves.readPlace()).toBeGreaterThan(place)
  })

  await test.step('a dragged rectangle zooms all charts; Escape shows everything', async () => {
    await expect(curves.showAll).toBeDisabled()
    await curves.drag('Loss', [0.4, 0.3], [0.7, 0.32])
    await expect(curves.showAll).toBeEnabled()
    await curves.chart('Accuracy').focus()
    await page.keyboard.press('Home')
    const left = await curves.readPlace()
    await page.keyboard.press('End')
    const right = await curves.readPlace()
    expect(left).toBeGreaterThan(5)
    await page.keyboard.press('+')
    await page.keyboard.press('Home')
    await expect.poll(() => curves.readPlace()).toBeGreaterThan(left)
    await page.keyboard.press('Escape')
    await expect(curves.showAll).toBeDisabled()
    await page.keyboard.press('End')
    await expect.poll(() => curves.readPlace()).toBeGreaterThan(right)
  })

  await test.step('the axis can be another, logarithmic, and is remembered', async () => {
    await page.getByRole('combobox', { name: 'Over' }).selectOption('Epoch')
    await expect(loss).toHaveAccessibleName(/^Loss over epoch/)
    await page.getByRole('combobox', { name: 'Over' }).selectOption('Step')
    await page.getByRole('combobox', { name: 'Chart by' }).selectOption('run')
    await expect(curves.chart('second')).toHaveAccessibleName(/Loss · validation/)
    await page.getByRole('combobox', { name: 'Chart by' }).selectOption('metric')
    await page.getByRole('button', { name: /^Drawing/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Logarithmic upwards' }).click()
    await page.keyboard.press('Escape')
    await workbench.openRoom('Train')
    await workbench.openRoom('Compare')
    await page.getByRole('button', { name: /^Drawing/ }).click()
    const logarithmic = page.getByRole('menuitemcheckbox', { name: 'Logarithmic upwards' })
    await expect(logarithmic).toBeChecked()
    await logarithmic.click()
    await page.keyboard.press('Escape')
  })

  await test.step('a chart is saved as picture, drawing and values, and copied', async () => {
    const file = (name: string): string => join(receptive.userDataFolder, name)
    const png = await curves.save(app, 'Loss', 'Save as PNG…', file('loss.png'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    const plot = await loss.boundingBox()
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(2 * Math.floor(plot?.width ?? 0))

    const svg = (await curves.save(app, 'Loss', 'Save as SVG…', file('loss.svg'))).toString()
    expect(svg).toMatch(/^<svg xmlns=/)
    for (const word of [
      'Loss · smoothed 0.90',
      '>step<',
      '>=first (base)<',
      '>lr 1e-3 → 0.01<',
      '>train<',
      '>validation<'
    ]) {
      expect(svg).toContain(word)
    }

    const csv = (await curves.save(app, 'Loss', 'Save values as CSV…', file('loss.csv'))).toString()
    const [head, ...rows] = csv.trim().split('\n')
    expect(head).toBe('run,series,step,value,smoothed 0.9')
    // Names that a spreadsheet would carry out are text.
    const first = rows.filter((row) => row.startsWith("'=first,train/loss,"))
    const steps = first.map((row) => Number(row.split(',')[2]))
    expect(steps).toEqual(steps.map((_, index) => index + 1))
    expect(rows.filter((row) => row.startsWith('second,validation/loss,'))).toHaveLength(2)
    for (const row of rows) expect(Number(row.split(',')[3])).toBeGreaterThan(0)

    await curves.choose('Loss', 'Copy picture')
    await expect(page.getByText('The picture is on the clipboard.')).toBeVisible()
  })

  for (const theme of ['light', 'dark'] as const) {
    await workbench.openRoom('Settings')
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).click()
    await workbench.openRoom('Compare')
    for (const { width, height } of sizes) {
      await app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
        [width, height] as const
      )
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
      await expect.poll(() => curves.readInk('Loss')).toBeGreaterThan(0.005)
      await page.screenshot({
        path: resolve('test-results/screenshots', `compare-curves-${theme}-${width}.png`)
      })
    }
  }
})
