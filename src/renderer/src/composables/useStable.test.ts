import { expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { useStable } from './useStable'

it('is the same object while it says the same', () => {
  const source = shallowRef({ a: 1, b: 1 })
  const stable = useStable(() => [source.value.a])
  const before = stable.value
  source.value = { a: 1, b: 2 }
  expect(stable.value).toBe(before)
  source.value = { a: 2, b: 2 }
  expect(stable.value).toEqual([2])
})
