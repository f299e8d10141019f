/** What `is:` can ask. To add one: one line here. */
import { isActive, runStates, type RunRecord } from '../run'

export interface Flag {
  readonly help: string
  readonly holds: (record: RunRecord) => boolean
}

export const flags: Readonly<Record<string, Flag>> = {
  starred: { help: 'has a star', holds: ({ marks }) => marks.isStarred },
  archived: { help: 'is in the archive', holds: ({ marks }) => marks.isArchived },
  active: { help: 'is at work', holds: ({ state }) => isActive(state) },
  tagged: { help: 'has a tag', holds: ({ marks }) => marks.tags.length > 0 },
  noted: { help: 'has a note', holds: ({ marks }) => marks.note !== '' },
  tested: { help: 'has a test result', holds: ({ test }) => test !== null },
  continued: { help: 'went on from another run', holds: ({ origin }) => origin !== null },
  imported: { help: 'was imported', holds: ({ importedFrom }) => importedFrom !== null },
  ...Object.fromEntries(
    runStates.map((state) => [
      state,
      { help: `is ${state}`, holds: (record) => record.state === state }
    ])
  )
}
