/** The step at work: what makes a dropout mask new in each step and the same in each repetition of a run. */
export interface StepClock {
  /** Training steps begun, advanced by the loop alone. */
  step: number
}
