/** One connection to the index, with what the store needs of SQLite and no more. */
import Database from 'libsql'

export type SqlValue = string | number | null | Uint8Array
export type SqlRow = Readonly<Record<string, unknown>>

/** Another process writes for milliseconds at a time; one that keeps the lock for longer hangs. */
const BUSY_TIMEOUT_MS = 5000

export class Connection {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()

  constructor(file: string) {
    this.#database = new Database(file)
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }

  /** Runs statements that give no rows. */
  execute(sql: string): void {
    this.#database.exec(sql)
  }

  run(sql: string, values: readonly SqlValue[]): void {
    this.#prepare(sql).run([...values])
  }

  /** Blobs come as ArrayBuffers. */
  all(sql: string, values: readonly SqlValue[] = []): SqlRow[] {
    return this.#prepare(sql).all([...values]) as SqlRow[]
  }

  getUserVersion(): number {
    return this.#readPragma('user_version')
  }

  /** Differs from the last answer when another process has written in between. */
  getDataVersion(): number {
    return this.#readPragma('data_version')
  }

  /** All of `work` or nothing of it; takes the lock first, so that what it reads stays true while it writes. */
  inTransaction<T>(work: () => T): T {
    return this.#database.transaction(work).immediate()
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  /** Not kept as a statement: an open one would see the same snapshot again. */
  #readPragma(name: string): number {
    const [row] = this.#database.prepare(`PRAGMA ${name}`).all() as Record<string, number>[]
    return row?.[name] ?? 0
  }

  #prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/** True for errors that mean the file itself is no (longer a whole) database. */
export function isDamage(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB)/.test(code)
}
