/** The ways to see one model. To add one: its file, a line here, and where the room shows it. */
export const modelViews = [
  { key: 'canvas', label: 'Canvas' },
  { key: 'list', label: 'List' },
  { key: 'text', label: 'Text' }
] as const
export type ModelView = (typeof modelViews)[number]['key']
