import { describe, expect, it } from 'vitest'
import { decodeRunEvents, encodeRunEvent, type RunEvent } from './run-events'

const events: RunEvent[] = [
  { step: 72, elapsedMs: 1500.25, kind: 'learning-rate', text: 'Learning rate 0.01 → 0.001.' },
  { step: 144, elapsedMs: 3000, kind: 'early-stop', text: 'One line,\nor two.' }
]
const text = events.map(encodeRunEvent).join('')

describe('events.jsonl', () => {
  it('holds each event in one line and gives it back', () => {
    expect(text.split('\n')).toHaveLength(3)
    expect(decodeRunEvents(text)).toEqual(events)
  })

  it('gives the whole lines of a file that was cut anywhere', () => {
    for (let length = 0; length <= text.length; length++) {
      const whole = text.slice(0, length).split('\n').length - 1
      const read = decodeRunEvents(text.slice(0, length))
      // A line that lacks nothing but its end says all it has to say.
      expect(read).toEqual(events.slice(0, read.length))
      expect(read.length).toBeGreaterThanOrEqual(whole)
    }
  })

  it('leaves out what a newer version wrote', () => {
    const newer = '{"step":1,"elapsedMs":1,"kind":"teleported","text":"?"}\n'
    expect(decodeRunEvents(newer + text)).toEqual(events)
  })
})
