/** Types into a field and measures in the page how long each character takes from its key to the frame that shows it. */
import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'

/** A brisk typist's pace. */
const MS_BETWEEN_KEYS = 80

/** Milliseconds from the key, as the system reports it, until the frame with its character has been painted; one a character. */
export async function measureTyping(field: Locator, text: string): Promise<number[]> {
  const recorder = await field.evaluateHandle((input) => {
    const latenciesMs: number[] = []
    let pressedAt = 0
    input.addEventListener('keydown', (event) => (pressedAt = event.timeStamp))
    input.addEventListener('input', () => {
      const from = pressedAt
      // The callback runs before the frame is painted, the message that it sends right after.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          latenciesMs.push(performance.now() - from)
          port1.close()
        }
        port2.postMessage(null)
      })
    })
    return { latenciesMs }
  })
  await field.pressSequentially(text, { delay: MS_BETWEEN_KEYS })
  const read = (): Promise<number[]> => recorder.evaluate(({ latenciesMs }) => latenciesMs)
  await expect.poll(async () => (await read()).length).toBe(text.length)
  return read()
}
