/** The ways to see one model. To add one: its file, its key in the settings, a line here, and where the room shows it. */
import type { ModelView } from '@shared/settings'

export const modelViews: readonly { readonly key: ModelView; readonly label: string }[] = [
  { key: 'canvas', label: 'Canvas' },
  { key: 'list', label: 'List' },
  { key: 'text', label: 'Text' }
]
