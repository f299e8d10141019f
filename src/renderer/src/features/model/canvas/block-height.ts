/** How high a block is, before it is there: the layout needs it, and a block that is measured later would jump. */
import type { Finding } from '@shared/model'

const BASE_PX = 70
const PICTURES_PX = 42
const LINE_PX = 15
const CHARACTERS_A_LINE = 36
const REPAIR_PX = 40

/** `findings` are those that the block shows; each offers about three repairs. */
export function estimateHeight({
  hasPictures,
  findings
}: {
  hasPictures: boolean
  findings: readonly Pick<Finding, 'message' | 'severity'>[]
}): number {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const notes = errors.length > 0 ? errors : findings
  const lines = notes.map(({ message }) => Math.ceil(message.length / CHARACTERS_A_LINE))
  return (
    BASE_PX +
    (hasPictures ? PICTURES_PX : 0) +
    lines.reduce((sum, count) => sum + count * LINE_PX + 3 * REPAIR_PX + 8, 0)
  )
}
