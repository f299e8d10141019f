/** The doctor's report: one line a thing that training needs, with the way out when it is wrong. */
import { z } from 'zod'

export const doctorLineSchema = z.object({
  id: z.string(),
  label: z.string(),
  status: z.enum(['ok', 'warning', 'error']),
  /** What was found. */
  value: z.string(),
  /** What to do about it; null when nothing is wrong. */
  wayOut: z.string().nullable()
})
export type DoctorLine = z.infer<typeof doctorLineSchema>

export const doctorReportSchema = z.object({ lines: z.array(doctorLineSchema) })
export type DoctorReport = z.infer<typeof doctorReportSchema>
