/** TensorBoard's page in a window of this Electron: how long until its curves are painted, from the start of the page and from a click. */
import { app, BrowserWindow } from 'electron'

/** The page says nothing when it has painted: it has when this long no curve came and its thread had nothing long to do. */
const QUIET_MS = 1500
const LOOK_EVERY_MS = 100
const MOST_WAIT_MS = 120_000

/** When the last request for values was answered, in milliseconds since 1970; 0 before. */
let lastAnswerAt = 0

async function main(): Promise<void> {
  const { BENCH_URL = '' } = process.env
  const window = new BrowserWindow({ width: 1280, height: 800 })
  window.webContents.session.webRequest.onCompleted(({ url }) => {
    if (url.endsWith('/timeSeries')) lastAnswerAt = Date.now()
  })
  const startedAt = Date.now()
  await window.loadURL(`${BENCH_URL}/#timeseries`)
  const fromStartMs = (await waitUntilPainted(window)) - startedAt

  // Another page of it first, so that the click finds everything loaded but the curves.
  await window.loadURL('about:blank')
  await window.loadURL(`${BENCH_URL}/#scalars`)
  await watchWork(window)
  await new Promise((resolve) => setTimeout(resolve, 2 * QUIET_MS))
  lastAnswerAt = 0
  const clickedAt = await click(window)
  const fromClickMs = (await waitUntilPainted(window)) - clickedAt
  console.log(JSON.stringify({ fromStartMs, fromClickMs }))
  app.exit(0)
}

/** From now on the page knows when its last task of more than 50 ms ended. */
async function watchWork(window: BrowserWindow): Promise<void> {
  await window.webContents.executeJavaScript(`
    window.lastWorkAt ??= 0
    window.observer ??= new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        window.lastWorkAt = performance.timeOrigin + startTime + duration
    })
    window.observer.observe({ type: 'longtask', buffered: true })
  `)
}

/** Clicks the tab of the curves with the mouse. @returns when */
async function click({ webContents }: BrowserWindow): Promise<number> {
  const place = (await webContents.executeJavaScript(`(() => {
    const tabs = [...document.querySelectorAll('[role=tab]')]
    const { x, y, width, height } = tabs.find((one) => /time series/i.test(one.textContent)).getBoundingClientRect()
    return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) }
  })()`)) as { x: number; y: number }
  const clickedAt = Date.now()
  webContents.sendInputEvent({ type: 'mouseDown', button: 'left', clickCount: 1, ...place })
  webContents.sendInputEvent({ type: 'mouseUp', button: 'left', clickCount: 1, ...place })
  return clickedAt
}

/** @returns when the last curve was painted */
async function waitUntilPainted(window: BrowserWindow): Promise<number> {
  await watchWork(window)
  const giveUpAt = Date.now() + MOST_WAIT_MS
  while (Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    const lastWorkAt = (await window.webContents.executeJavaScript('window.lastWorkAt')) as number
    const paintedAt = Math.max(lastAnswerAt, lastWorkAt)
    if (lastAnswerAt > 0 && Date.now() - paintedAt > QUIET_MS) return paintedAt
  }
  throw new Error('TensorBoard has not painted its curves in time.')
}

app
  .whenReady()
  .then(main)
  .catch((error: unknown) => {
    console.error(error)
    app.exit(1)
  })
