/** The table of icons: strokes in a square of 16. To add one: a line here. */

export const icons = {
  data: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  model: 'M2 5.5h3v5H2zM6.5 3h3v10h-3zM11 5.5h3v5h-3z',
  train: 'M2 13.5c3 0 3.5-4 5-6.5s2.5-4 7-4.5',
  runs: 'M2 3h12v10H2zM2 6.25h12M2 9.5h12M6 6.25V13',
  compare: 'M3 13.5v-5M6.5 13.5v-11M10 13.5v-8M13.5 13.5v-3',
  compute:
    'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  settings:
    'M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14M8.5 4.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0M4 11.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0',
  chevron: 'M4 6l4 4l4-4',
  'chevron-up': 'M4 10l4-4l4 4',
  folder: 'M2 4.5v8h12V6H8L6.5 4.5z',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.5L14.5 13.5h-13zM8 6.5v3.5M8 11.75v.5',
  info: 'M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0M8 7.25V11M8 4.9v.4',
  panel: 'M2 3h12v10H2zM6 3v10',
  file: 'M4 2h5.5L12 4.5V14H4zM9 2v3h3',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5v2.5h-2.5',
  edit: 'M3 13l.75-3L10.5 3.25l2.25 2.25L6 12.25z',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 3l8 5l-8 5z',
  step: 'M4 3l6 5l-6 5zM12 3v10',
  eye: 'M1.5 8c2-3.2 4-4.5 6.5-4.5s4.5 1.3 6.5 4.5c-2 3.2-4 4.5-6.5 4.5S3.5 11.2 1.5 8zM6 8a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  'eye-off': 'M1.5 8c2 3.2 4 4.5 6.5 4.5s4.5-1.3 6.5-4.5',
  star: 'M8 2l1.8 3.8l4.2.5l-3.1 2.8l.9 4.1L8 11.1l-3.8 2.1l.9-4.1L2 6.3l4.2-.5z',
  pin: 'M5.5 2.5h5M6.25 2.5v4.25L4.5 9.5h7L9.75 6.75V2.5M8 9.5v4',
  columns: 'M2 3h12v10H2zM6 3v10M10 3v10',
  filter: 'M2 3h12L9.5 8.5V13l-3-1.5v-3z',
  search: 'M2.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M10.25 10.25L14 14'
} as const satisfies Record<string, string>

export type IconName = keyof typeof icons
