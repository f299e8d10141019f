/** Ctrl+Z and its kin change the experiment, wherever no text is being typed: there they belong to the text. */
import { useEventListener } from '@vueuse/core'
import { useExperimentEditsStore } from '../stores/experiment-edits'
import { isTyping } from './is-typing'

/** Hears the keys for as long as the component lives. */
export function useUndoKeys(): void {
  const edits = useExperimentEditsStore()
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    // A room with changes of its own has taken the key.
    if (isTyping(event) || event.defaultPrevented) return
    const wanted = findWanted(event)
    if (wanted === null) return
    event.preventDefault()
    edits[wanted]()
  })
}

/** What a key press asks for: Ctrl+Z, Ctrl+Shift+Z, Ctrl+Y. */
export function findWanted({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey
}: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(ctrlKey || metaKey) || altKey) return null
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' && !shiftKey ? 'redo' : null
}
