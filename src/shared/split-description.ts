/** What a validation split makes of a set: two sides, and how many of each class are in them. */
import { z } from 'zod'

const sideSchema = z.object({
  count: z.number().int(),
  /** In the order of the class numbers. */
  classCounts: z.array(z.number().int()),
  /** Places of the first pictures in the training part, in the order of the side. */
  first: z.array(z.number().int())
})

export const splitDescriptionSchema = z.object({
  train: sideSchema,
  validation: sideSchema,
  /** True when the set brings a validation part of its own, which takes the place of the split. */
  isOwnPart: z.boolean()
})
export type SplitDescription = z.infer<typeof splitDescriptionSchema>
