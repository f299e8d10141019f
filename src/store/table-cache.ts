/** Metric tables of ended runs, kept while there is room: a zoom into many curves reads none of them from the index again. */
import type { MetricTable } from '@shared/metrics'

export class TableCache {
  readonly #mostBytes: number
  // Insertion order is the order of use.
  readonly #tables = new Map<string, { readonly runId: string; readonly table: MetricTable }>()
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** What `read` gives, read once a key until the run is forgotten or the room is needed for newer ones. */
  get(runId: string, key: string, read: () => MetricTable | null): MetricTable | null {
    const place = `${runId} ${key}`
    const table = this.#tables.get(place)?.table ?? read()
    if (table === null) return null
    this.#remove(place)
    this.#tables.set(place, { runId, table })
    this.#bytes += sizeOf(table)
    for (const oldest of this.#tables.keys()) {
      if (this.#bytes <= this.#mostBytes) break
      this.#remove(oldest)
    }
    return table
  }

  forget(runId: string): void {
    for (const [place, kept] of this.#tables) if (kept.runId === runId) this.#remove(place)
  }

  #remove(place: string): void {
    const kept = this.#tables.get(place)
    if (!kept) return
    this.#tables.delete(place)
    this.#bytes -= sizeOf(kept.table)
  }
}

function sizeOf({ steps, elapsedMs, columns }: MetricTable): number {
  const arrays = [steps, elapsedMs, ...Object.values(columns)]
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
