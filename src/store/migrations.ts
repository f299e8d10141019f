/** The schema of the index as the list of its changes; the length of the list is the schema's version. */
import { UserError } from '@shared/contract/define'
import type { Connection } from './connection'

/** To change the schema: one function at the end, never a change to one that has been released. */
const migrations: readonly ((connection: Connection) => void)[] = [
  createRunsAndChunks,
  createRunFacts
]

/** @throws UserError when a newer Receptive wrote the file; changes nothing. */
export function refuseNewerSchema(connection: Connection, file: string): void {
  const version = connection.getUserVersion()
  if (version <= migrations.length) return
  throw new UserError(
    `${file} was written by a newer Receptive (schema ${version}; this one knows ${migrations.length}). Update Receptive, or choose another workspace with --workspace. Nothing was changed.`
  )
}

/** Brings the schema up to date, all steps or none. */
export function migrate(connection: Connection): void {
  if (connection.getUserVersion() === migrations.length) return
  connection.inTransaction(() => {
    // Another process may have been quicker between the look and the lock.
    for (const migration of migrations.slice(connection.getUserVersion())) migration(connection)
    connection.execute(`PRAGMA user_version = ${migrations.length}`)
  })
}

/** Series are stored as chunks of values, one blob a column: a row a point would be 150 times slower to read. */
function createRunsAndChunks(connection: Connection): void {
  connection.execute(`
    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      record TEXT NOT NULL,
      owner TEXT,
      metric_seq INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE metric_chunks (
      run_id TEXT NOT NULL,
      scope TEXT NOT NULL,
      series TEXT NOT NULL,
      chunk INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (run_id, scope, series, chunk)
    );
  `)
}

/** What is computed from a run's files for tables and filters; true of the run while `metric_seq` is the run's. */
function createRunFacts(connection: Connection): void {
  connection.execute(`
    CREATE TABLE run_facts (
      run_id TEXT PRIMARY KEY,
      metric_seq INTEGER NOT NULL,
      facts TEXT NOT NULL
    ) WITHOUT ROWID;
  `)
}
