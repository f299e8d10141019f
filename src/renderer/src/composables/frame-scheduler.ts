/** At most one drawing a frame, however often it is asked for, and none while nobody can see it. */

export interface FrameScheduler {
  /** Asks for a drawing in the next frame. */
  request(): void
  /** Takes back what was asked for. */
  cancel(): void
}

export interface FrameSchedulerOptions {
  readonly draw: () => void
  readonly isVisible: () => boolean
}

export function createFrameScheduler({ draw, isVisible }: FrameSchedulerOptions): FrameScheduler {
  let frame: number | null = null
  return {
    request() {
      if (frame !== null || !isVisible()) return
      frame = requestAnimationFrame(() => {
        frame = null
        draw()
      })
    },
    cancel() {
      if (frame !== null) cancelAnimationFrame(frame)
      frame = null
    }
  }
}
