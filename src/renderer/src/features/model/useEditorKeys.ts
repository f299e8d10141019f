/** Keys that change the model, in the canvas and in the list alike. */
import { useEventListener } from '@vueuse/core'
import { ungroup, findBlock } from '@shared/model/edit'
import { isTyping } from '../../composables/is-typing'
import { useMessagesStore } from '../../stores/messages'
import { useModelEditorStore } from '../../stores/model-editor'

export interface EditorKeys {
  /** Changes the model if a key asks for it. */
  onKeydown(event: KeyboardEvent): void
}

export interface EditorKeyOptions {
  /** Goes to where layers are typed. */
  addLayer(): void
  /** Goes to the card of the chosen layer: its name, or its first parameter. */
  editLayer(field: 'name' | 'params'): void
}

/** While the component lives, copy, cut and paste of the window mean layers wherever no text is being typed. */
export function useEditorKeys(options: EditorKeyOptions): EditorKeys {
  const editor = useModelEditorStore()
  const messages = useMessagesStore()

  function copy(event: ClipboardEvent): void {
    const isText = isTyping(event) || (getSelection()?.toString() ?? '') !== ''
    const text = isText ? null : editor.copy()
    if (text === null) return
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    if (event.type === 'cut') editor.remove()
    else messages.showNotice(`Copied ${describeCount(editor.selection.length)}.`)
  }

  useEventListener(document, 'copy', copy)
  useEventListener(document, 'cut', copy)
  useEventListener(document, 'paste', (event: ClipboardEvent) => {
    if (isTyping(event)) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (editor.paste(text)) event.preventDefault()
  })

  const plain: Readonly<Record<string, () => void>> = {
    Delete: editor.remove,
    Backspace: editor.remove,
    Escape: () => editor.select([]),
    '/': options.addLayer,
    F2: () => options.editLayer('name'),
    Enter: () => options.editLayer('params')
  }
  const withControl: Readonly<Record<string, () => void>> = {
    a: editor.selectAll,
    d: editor.duplicate,
    g: editor.group
  }

  function takeApart(): void {
    const { graph } = editor
    const block = graph && findBlock(graph, editor.selection[0] ?? '')
    if (block) editor.change(`the block ${block.name}`, (before) => ungroup(before, block.name))
  }

  return {
    onKeydown(event) {
      if (isTyping(event) || event.altKey) return
      const hasControl = event.ctrlKey || event.metaKey
      const key = hasControl ? event.key.toLowerCase() : event.key
      const isOnButton = (event.target as Element).tagName === 'BUTTON'
      if (isOnButton && key === 'Enter') return
      const action =
        hasControl && event.shiftKey
          ? { g: takeApart }[key]
          : (hasControl ? withControl : plain)[key]
      if (!action) return
      event.preventDefault()
      event.stopPropagation()
      action()
    }
  }
}

function describeCount(count: number): string {
  return count === 1 ? 'one layer' : `${count} layers`
}
