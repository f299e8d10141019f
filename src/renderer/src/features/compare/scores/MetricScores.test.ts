import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { appClientKey } from '../../../app-client'
import { createRun, createTestApp } from '../../../fixtures/test-app'
import { useComparisonStore } from '../../../stores/comparison'
import type { EpochValues } from '../../../stores/epoch-values'
import MetricScores from './MetricScores.vue'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const values: EpochValues = new Map([
  ['train/loss', { epochs: Float64Array.of(1, 2, 3), values: Float64Array.of(0.3, 0.1, 0.2) }]
])

const cellsOf = (scores: VueWrapper): string[] => scores.findAll('td').map((one) => one.text())

async function press(scores: VueWrapper, label: string): Promise<void> {
  const found = scores.findAll('button').find((one) => one.text() === label)
  if (!found) throw new Error(`There is no button '${label}'.`)
  await found.trigger('click')
}

it('show the epoch that was chosen when the tab is opened again', async () => {
  const { pinia, client } = createTestApp()
  const open = () =>
    mount(MetricScores, {
      props: { runs: [{ record: createRun({ id: 'a' }), values }] },
      global: { plugins: [pinia], provide: { [appClientKey as symbol]: client } }
    })
  wrapper = open()
  expect(cellsOf(wrapper).join()).toContain('0.2')
  await press(wrapper, 'Best')
  expect(cellsOf(wrapper).join()).toContain('0.1')
  await press(wrapper, 'At epoch')
  await wrapper.get('[aria-label="Epoch"]').setValue(1)
  await press(wrapper, 'Runs as rows')
  wrapper.unmount()

  wrapper = open()
  expect(wrapper.get<HTMLInputElement>('[aria-label="Epoch"]').element.value).toBe('1')
  expect(cellsOf(wrapper).join()).toContain('0.3')
  expect(useComparisonStore().looks.scores).toMatchObject({
    moment: 'epoch',
    epoch: 1,
    isTransposed: true
  })
})
