/** What opens above the model. To add one: its file, and its line here. */
import type { Component } from 'vue'
import ExportDialog from './dialogs/ExportDialog.vue'
import TemplateDialog from './dialogs/TemplateDialog.vue'
import DifferenceDialog from './difference/DifferenceDialog.vue'

interface ModelDialog {
  readonly key: string
  readonly label: string
  readonly hint: string
  /** Takes `open` as its model. */
  readonly content: Component
}

export const dialogs: readonly ModelDialog[] = [
  {
    key: 'templates',
    label: 'Templates',
    hint: 'Begin with a network that others have built',
    content: TemplateDialog
  },
  {
    key: 'compare',
    label: 'Compare',
    hint: 'The difference to another model, layer by layer',
    content: DifferenceDialog
  },
  {
    key: 'export',
    label: 'Export',
    hint: 'Python, notebook, Keras JSON, tables, a picture',
    content: ExportDialog
  }
]
