/** Keeps TensorFlow small in a process that only looks, so that a training at work notices little of it. */

/** A batch of small pictures is done in milliseconds by so many. */
const MOST_THREADS = 2

const limits = {
  TF_NUM_INTRAOP_THREADS: String(MOST_THREADS),
  TF_NUM_INTEROP_THREADS: '1',
  // A graphics card is the training's alone: two processes on it may run out of its memory.
  CUDA_VISIBLE_DEVICES: '-1'
}
type Limit = keyof typeof limits
const before: Partial<Record<Limit, string>> = {}

/** Must come before the library is loaded, which reads these once. */
export function limitTensorFlow(environment: NodeJS.ProcessEnv = process.env): void {
  for (const key of Object.keys(limits) as Limit[]) {
    const value = environment[key]
    if (value !== undefined) before[key] = value
    environment[key] = limits[key]
  }
}

/** For a process that measures what a training would take; before the library is loaded, like the limit. */
export function liftLimit(environment: NodeJS.ProcessEnv = process.env): void {
  for (const key of Object.keys(limits) as Limit[]) {
    if (before[key] === undefined) Reflect.deleteProperty(environment, key)
    else environment[key] = before[key]
  }
}
