/** What was read of ended runs, kept while there is room, those that were used last the longest. */

export interface RunCacheOptions<T> {
  readonly mostBytes: number
  readonly sizeOf: (value: T) => number
}

export class RunCache<T extends object> {
  readonly #options: RunCacheOptions<T>
  // Insertion order is the order of use.
  readonly #kept = new Map<string, { readonly runId: string; readonly value: T }>()
  #bytes = 0

  constructor(options: RunCacheOptions<T>) {
    this.#options = options
  }

  /** What `read` gives, read once a key until the run is forgotten or the room is needed; null is not kept. */
  get(runId: string, key: string, read: () => T | null): T | null {
    const place = `${runId} ${key}`
    const value = this.#kept.get(place)?.value ?? read()
    if (value === null) return null
    this.#remove(place)
    this.#kept.set(place, { runId, value })
    this.#bytes += this.#options.sizeOf(value)
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#options.mostBytes) break
      this.#remove(oldest)
    }
    return value
  }

  forget(runId: string): void {
    for (const [place, kept] of this.#kept) if (kept.runId === runId) this.#remove(place)
  }

  #remove(place: string): void {
    const kept = this.#kept.get(place)
    if (!kept) return
    this.#kept.delete(place)
    this.#bytes -= this.#options.sizeOf(kept.value)
  }
}
