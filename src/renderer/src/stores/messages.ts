/** What the window has to say to the person: errors stay until dismissed, notices leave by themselves. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Message {
  readonly id: number
  readonly kind: 'error' | 'notice'
  readonly text: string
}

const NOTICE_STAYS_MS = 6000

/** More are read by nobody; the oldest give way. */
const MOST_MESSAGES = 50

export const useMessagesStore = defineStore('messages', () => {
  const messages = shallowRef<readonly Message[]>([])
  let nextId = 1

  function show(kind: Message['kind'], text: string): number {
    const id = nextId++
    const others = messages.value.filter((message) => message.text !== text)
    messages.value = [...others, { id, kind, text }].slice(-MOST_MESSAGES)
    return id
  }

  /** Shows the sentence of an error until it is dismissed. */
  function showError(error: unknown): void {
    show('error', error instanceof Error ? error.message : String(error))
  }

  /** Shows a sentence for a few seconds. */
  function showNotice(text: string): void {
    const id = show('notice', text)
    setTimeout(() => dismiss(id), NOTICE_STAYS_MS)
  }

  function dismiss(id: number): void {
    messages.value = messages.value.filter((message) => message.id !== id)
  }

  function dismissAll(): void {
    messages.value = []
  }

  /** Carries out what a person asked for, and shows why it failed if it does. */
  async function attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action()
    } catch (error) {
      showError(error)
    }
  }

  return { messages, showError, showNotice, dismiss, dismissAll, attempt }
})
