/** How wide a column has to be for what stands in it. */

/** Of the head and the lines that are in the page, each without a break; in pixels. */
export function measureColumn(table: HTMLElement, index: number): number {
  const cells = Array.from(table.querySelectorAll<HTMLElement>('[role=row]')).flatMap(
    (row) => (row.children[index] as HTMLElement | undefined) ?? []
  )
  const before = cells.map(({ style }) => style.width)
  // All are set before the first is measured: the page is laid out once.
  for (const { style } of cells) style.width = 'max-content'
  const widths = cells.map(({ offsetWidth }) => offsetWidth)
  cells.forEach(({ style }, place) => (style.width = before[place] ?? ''))
  return Math.max(...widths)
}
