/** What is wrong with a query: a sentence for the person, and where in the text. */
import { UserError } from '../contract/define'

/** `from` and `to` are places in the text, from 0; the sentence counts its letters from 1, as people do. */
export class QueryError extends UserError {
  constructor(
    sentence: string,
    readonly from: number,
    readonly to = from,
    /** A sentence on what to do. */
    hint: string | null = null
  ) {
    super(`${sentence}, at ${from + 1}.${hint === null ? '' : ` ${hint}`}`)
  }
}
