/** Keeps one note of a run about a trouble that comes and goes: since when it lasts, then until when it lasted. */

export interface TroubleNote {
  /** Notes that it is there; what has not changed since is not said again. */
  begin(reason: string): void
  /** Notes that it is over; nothing when there was none. */
  end(): void
}

/** `since` and `to` are steps done: the first at which it was there, and the one at which it was over. */
export interface TroubleWords {
  whileLasting(trouble: { reason: string; since: number }): string
  whenOver(trouble: { reason: string; since: number; to: number }): string
}

/** `notes` are the run's own, of which at most one belongs to the trouble; `onChange` hears that they changed. */
export function createTroubleNote({
  notes,
  getStep,
  words,
  onChange
}: {
  notes: string[]
  getStep: () => number
  words: TroubleWords
  onChange: () => void
}): TroubleNote {
  let trouble: { reason: string; since: number } | null = null
  let isLasting = false
  let written: string | null = null

  function write(sentence: string): void {
    if (sentence === written) return
    const place = written === null ? -1 : notes.indexOf(written)
    if (place < 0) notes.push(sentence)
    else notes[place] = sentence
    written = sentence
    onChange()
  }

  return {
    begin(reason) {
      // One that comes again counts from its first time: a disk at its limit would fill the notes.
      trouble = { reason, since: trouble?.since ?? getStep() }
      isLasting = true
      write(words.whileLasting(trouble))
    },
    end() {
      if (!trouble || !isLasting) return
      isLasting = false
      write(words.whenOver({ ...trouble, to: getStep() }))
    }
  }
}
