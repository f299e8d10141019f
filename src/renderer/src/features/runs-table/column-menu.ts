/** What the menu of a column's head offers. */

export type ColumnAction =
  | 'ascending'
  | 'descending'
  | 'pin'
  | 'left'
  | 'right'
  | 'wider'
  | 'narrower'
  | 'fit'
  | 'reset-width'
  | 'filter'
  | 'group'
  | 'hide'

/** In the order of the menu; the name of the run can be neither moved nor hidden. */
export const columnActions: readonly {
  readonly action: ColumnAction
  readonly label: string
  readonly isOfName: boolean
}[] = [
  { action: 'ascending', label: 'Sort from least to greatest', isOfName: true },
  { action: 'descending', label: 'Sort from greatest to least', isOfName: true },
  { action: 'filter', label: 'Filter by this column…', isOfName: true },
  { action: 'group', label: 'Group by this column', isOfName: false },
  { action: 'pin', label: 'Keep at the left', isOfName: false },
  { action: 'left', label: 'Move to the left (Alt+Left)', isOfName: false },
  { action: 'right', label: 'Move to the right (Alt+Right)', isOfName: false },
  { action: 'wider', label: 'Wider (Alt+Shift+Right)', isOfName: true },
  { action: 'narrower', label: 'Narrower (Alt+Shift+Left)', isOfName: true },
  { action: 'fit', label: 'As wide as what is in sight', isOfName: true },
  { action: 'reset-width', label: 'As wide as at first', isOfName: true },
  { action: 'hide', label: 'Hide column', isOfName: false }
]
