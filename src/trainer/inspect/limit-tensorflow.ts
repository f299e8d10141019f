/** Keeps TensorFlow small in a process that only looks, so that a training at work notices little of it. */

/** A batch of small pictures is done in milliseconds by so many. */
const MOST_THREADS = 2

/** Must come before the library is loaded, which reads these once. */
export function limitTensorFlow(environment: NodeJS.ProcessEnv = process.env): void {
  environment.TF_NUM_INTRAOP_THREADS = String(MOST_THREADS)
  environment.TF_NUM_INTEROP_THREADS = '1'
  // A graphics card is the training's alone: two processes on it may run out of its memory.
  environment.CUDA_VISIBLE_DEVICES = '-1'
}
