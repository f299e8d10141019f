/** An editor for JSON: CodeMirror, in a shadow tree, where its styles need no leave from the page's policy. */
import { autocompletion, type CompletionSource } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, linter, type Diagnostic } from '@codemirror/lint'
import { EditorState, Transaction } from '@codemirror/state'
import { tags } from '@lezer/highlight'
import { basicSetup, EditorView } from 'codemirror'

export interface JsonEditor {
  /** Shows another text; nothing when it is the same. */
  setText(text: string): void
  focus(): void
  /** Checks the text a last time. */
  destroy(): void
}

export interface JsonEditorOptions {
  readonly text: string
  readonly label: string
  readonly complete: CompletionSource
  /** What is wrong with the text, a moment after it was changed. */
  check(state: EditorState): readonly Diagnostic[]
}

const CHECK_AFTER_MS = 250

export function createJsonEditor(host: HTMLElement, options: JsonEditorOptions): JsonEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const check = linter(({ state }) => options.check(state), { delay: CHECK_AFTER_MS })
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        basicSetup,
        json(),
        autocompletion({ override: [options.complete] }),
        check,
        lintGutter(),
        theme,
        syntaxHighlighting(colours),
        EditorView.contentAttributes.of({ 'aria-label': options.label })
      ]
    })
  })

  function setText(text: string): void {
    if (view.state.doc.toString() === text) return
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      annotations: Transaction.addToHistory.of(false)
    })
  }

  return {
    setText,
    focus: () => view.focus(),
    destroy() {
      // What was typed a moment ago counts, too.
      options.check(view.state)
      view.destroy()
    }
  }
}

/** The page's own tokens reach into the shadow tree. */
const theme = EditorView.theme({
  '&': {
    backgroundColor: 'var(--surface-card)',
    color: 'var(--text)',
    fontSize: '12px',
    height: '100%'
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-raised)',
    borderRight: '1px solid var(--line)',
    color: 'var(--text-secondary)'
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--surface-raised)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--surface-selected) !important'
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-card)',
    border: '1px solid var(--line-strong)',
    borderRadius: '8px',
    color: 'var(--text)',
    fontFamily: 'var(--font-text)',
    overflow: 'hidden'
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--text-on-accent)'
  },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.8' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--wrong)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-panels': { backgroundColor: 'var(--surface-raised)', color: 'var(--text)' }
})

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warning)' },
  { tag: tags.punctuation, color: 'var(--text-secondary)' }
])
