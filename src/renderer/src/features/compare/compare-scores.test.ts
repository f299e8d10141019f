import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createEvaluation } from '@shared/compare/fixtures/evaluations'
import { UserError } from '@shared/contract/define'
import type { Evaluation, EvaluationMoment } from '@shared/evaluation'
import { seedlessHash } from '@shared/compare/seed-groups'
import { listSeeds, type QueueEntryView } from '@shared/queue'
import { UNKNOWN_DATASET, type RunRecord } from '@shared/run'
import { appClientKey } from '../../app-client'
import {
  createExperiment,
  createRun,
  createTestApp,
  testDataset,
  testRuntime
} from '../../fixtures/test-app'
import { useComparedScoresStore } from '../../stores/compared-scores'
import { useComparisonStore } from '../../stores/comparison'
import { useDatasetsStore } from '../../stores/datasets'
import { useRunsStore } from '../../stores/runs'
import { useSettingsStore } from '../../stores/settings'
import { useTrainerStore } from '../../stores/trainer'
import ClassesTab from './classes/ClassesTab.vue'
import ComparisonVerdict from './ComparisonVerdict.vue'
import PicturesTab from './pictures/PicturesTab.vue'
import ClassScores from './scores/ClassScores.vue'

const wrappers: VueWrapper[] = []

// This DOM draws and scrolls nothing, and has no frames to wait for.
beforeAll(() => {
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => (draw(0), 0))
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
  Element.prototype.scrollIntoView = () => undefined
})
afterEach(() => {
  for (const wrapper of wrappers.splice(0)) wrapper.unmount()
})

/** 90 pictures of three classes; run b is right on 30 more than run a, and a on one that b gets wrong. */
const labels = Array.from({ length: 90 }, (_, index) => index % 3)
const evaluations: Readonly<Record<string, Evaluation>> = {
  a: createEvaluation({
    runId: 'a',
    labels,
    predictions: labels.map((label, index) => (index >= 60 ? (label + 1) % 3 : label))
  }),
  b: createEvaluation({
    runId: 'b',
    labels,
    predictions: labels.map((label, index) => (index === 0 ? 1 : label)),
    confidences: labels.map((_, index) => 0.5 + index / 200)
  })
}

describe('the verdict above the comparison', () => {
  it('says which run is better, and how sure that is', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict)
    expect(wrapper.get('ul').text()).toBe(
      'run b is better than run a by 32.2 points on the same 90 test pictures (95 % interval 21.3 to 41.8, McNemar p < 0.001, one seed each).'
    )
  })

  it('says what to do for a run without an evaluation', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, { known: ['a'] })
    expect(wrapper.text()).toContain('run b has no stored evaluation of the test pictures')
    expect(wrapper.text()).toContain('Evaluate it from its checkpoint, or train it again.')
  })

  it('shows all other runs on demand, the best first', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, { others: ['b', 'c'] })
    expect(wrapper.findAll('li')).toHaveLength(1)
    await button(wrapper, 'All 2').trigger('click')
    const kinds = wrapper.findAll('li').map((line) => line.attributes('data-kind'))
    expect(kinds).toEqual(['better', 'same'])
  })

  it('says so when it is about the best weights', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, { moment: 'best' })
    expect(wrapper.text()).not.toContain('best weights')
    useComparedScoresStore().moment = 'best'
    await flushPromises()
    expect(wrapper.text()).toMatch(
      /run b is better than run a .*With the best weights of each run\./
    )
  })

  it('gives the mean over runs that differ in the seed only', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, {
      others: ['b', 'c'],
      isOneExperiment: true
    })
    expect(wrapper.text()).toContain('over 3 seeds: 77.4 ± 18.6 %')
    expect(wrapper.text()).toContain('one of 3 seeds each')
  })

  it('reads the evaluation again once a run that had none has ended', async () => {
    const { wrapper, known, emit, records } = await mountWith(ComparisonVerdict, {
      known: ['a'],
      states: { b: 'evaluating' }
    })
    expect(wrapper.text()).toContain('run b is still at work')
    known.push('b')
    const [record] = records.filter(({ id }) => id === 'b')
    if (record) emit('onDidChangeRun', { ...record, state: 'finished' })
    await flushPromises()
    expect(wrapper.text()).toContain('run b is better than run a')
  })
})

describe('an evaluation that cannot be read', () => {
  it('is read once more when asked, from the verdict and from the list of what is missing', async () => {
    const broken = new Set(['a', 'b'])
    const { wrapper } = await mountWith(ClassScores, { broken })
    const verdict = wrappers[0]
    expect(verdict?.text()).toContain('The evaluation of run a cannot be read: The disk is gone.')
    broken.clear()
    if (verdict) await button(verdict, 'Try again').trigger('click')
    await flushPromises()
    expect(verdict?.text()).toContain('The evaluation of run b cannot be read')
    await wrapper.get('[aria-label="Try again to read the evaluation of run b"]').trigger('click')
    await flushPromises()
    expect(verdict?.text()).toContain('run b is better than run a')
    expect(wrapper.text()).not.toContain('Try again')
  })

  it('is read once more for what all runs say of a picture', async () => {
    // The first read is that of the scores, the second one that of all class probabilities.
    let reads = 0
    const broken = { has: (runId: string) => runId === 'b' && ++reads === 2 }
    const { wrapper } = await mountWith(PicturesTab, { broken })
    const answers = wrapper.get('[aria-label$="through the networks"]')
    expect(answers.text()).toContain('The disk is gone.')
    await button(wrapper, 'Try again').trigger('click')
    await flushPromises()
    expect(answers.findAll('.classes')).toHaveLength(2)
  })
})

describe('too few seeds', () => {
  it('are added to the queue, for the cost that is said, and taken back', async () => {
    const { wrapper, queue } = await mountWith(ComparisonVerdict)
    // Two experiments of a minute each.
    expect(wrapper.text()).toContain('Adds 6 trainings, about 6:00 in all.')
    await button(wrapper, 'Repeat × 3 seeds').trigger('click')
    await vi.waitFor(() => expect(queue.map(({ seed }) => seed)).toEqual([3, 4, 5, 3, 4, 5]))
    await vi.waitFor(() => expect(wrapper.text()).toContain('6 of the 6 added trainings wait'))
    await button(wrapper, 'Undo').trigger('click')
    await vi.waitFor(() => expect(queue).toEqual([]))
    await vi.waitFor(() => expect(wrapper.text()).toContain('Repeat × 3 seeds'))
  })

  it('are those of runs that are not compared yet, which are offered', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, {
      others: ['b', 'c'],
      isOneExperiment: true
    })
    useComparisonStore().set(['a', 'b'])
    await flushPromises()
    expect(wrapper.text()).toContain('another seed is not compared.')
    expect(wrapper.text()).not.toContain('Repeat')
    await button(wrapper, 'Compare it too').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('one of 3 seeds each')
    expect(wrapper.text()).not.toContain('not compared')
  })

  it('are not missing where three were trained', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, {
      others: ['b', 'c'],
      isOneExperiment: true
    })
    expect(wrapper.text()).not.toContain('Repeat')
  })

  it('are not offered for the run of another program, and it is said why', async () => {
    const { wrapper } = await mountWith(ComparisonVerdict, { foreign: ['a', 'b'] })
    expect(wrapper.text()).toContain(
      '2 runs were recorded by another program: they have no experiment to repeat.'
    )
    expect(wrapper.text()).not.toContain('Repeat ×')
  })
})

describe('the scores of the classes', () => {
  it('become text on the clipboard', async () => {
    const { wrapper } = await mountWith(ClassScores)
    const setData = vi.fn<(type: string, text: string) => void>()
    // This DOM has no clipboard: the command tells the page that it copies.
    document.execCommand = () => {
      const event = Object.assign(new Event('copy', { cancelable: true }), {
        clipboardData: { setData }
      })
      document.dispatchEvent(event)
      return true
    }
    await wrapper.get('[aria-label="Copy scores of the classes as CSV"]').trigger('click')
    const text = setData.mock.calls[0]?.[1] ?? ''
    expect(text).toContain('accuracy,0.6666666666666666,0.9888888888888889\r\n')
    expect(text).toContain('class,"Precision, run a","Precision, run b"')
  })

  it('are narrowed to one of the three, and still are when the tab is opened again', async () => {
    const { wrapper, open } = await mountWith(ClassScores)
    const headsOf = (one: VueWrapper) => one.findAll('table')[1]?.findAll('thead th').length
    expect(headsOf(wrapper)).toBe(7)
    await button(wrapper, 'F1').trigger('click')
    expect(headsOf(wrapper)).toBe(3)
    wrapper.unmount()
    const again = open()
    wrappers.push(again)
    expect(headsOf(again)).toBe(3)
  })

  it('are not of runs that were evaluated on other moments', async () => {
    const { wrapper } = await mountWith(ClassScores)
    expect(wrapper.findAll('table')).toHaveLength(2)
    const best = wrapper.findAll('button').find((one) => one.text() === 'Best weights')
    await best?.trigger('click')
    await flushPromises()
    expect(wrapper.findAll('table')).toHaveLength(0)
    expect(wrapper.text()).toContain('ModelCheckpoint')
  })
})

describe('a run without an evaluation', () => {
  it('is evaluated when asked, and its scores appear', async () => {
    const { wrapper } = await mountWith(ClassScores, { known: ['a'] })
    expect(wrapper.text()).not.toContain('0.9889')
    await wrapper.get('[aria-label="Evaluate run b"]').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('0.9889')
    expect(wrapper.find('[aria-label="Evaluate run b"]').exists()).toBe(false)
  })
})

describe('the confusion matrices', () => {
  it('say what changed since the base', async () => {
    const { wrapper } = await mountWith(ClassesTab)
    expect(wrapper.text()).toContain(
      'dog → frog fell from 10 to 0; frog → cat fell from 10 to 0; cat → dog fell from 10 to 1.'
    )
  })

  it('list the pictures of the cell under the keyboard', async () => {
    const { wrapper, asked } = await mountWith(ClassesTab)
    const [first] = wrapper.findAll('[role="application"]')
    await first?.trigger('focus')
    await first?.trigger('keydown', { key: 'ArrowRight' })
    expect(wrapper.text()).toContain('cat taken for dog: 10 of 30 (33.3 %)')
    await first?.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    const section = wrapper.get('[aria-label="Pictures of cat → dog in run a"]')
    expect(section.findAll('.cell')).toHaveLength(10)
    expect(asked.at(-1)).toMatchObject({
      part: 'test',
      indices: [60, 63, 66, 69, 72, 75, 78, 81, 84, 87]
    })
  })
})

describe('the pictures on which two runs part', () => {
  it('are counted, sorted by confidence, and said with both answers', async () => {
    const { wrapper } = await mountWith(PicturesTab)
    const [other, base] = wrapper.findAll('[aria-label="Which run is right"] button')
    expect(other?.text()).toBe('Right only in run b 30')
    expect(base?.text()).toBe('Right only in run a 1')
    const cells = wrapper.findAll('.cell')
    expect(cells).toHaveLength(30)
    expect(cells[0]?.attributes('aria-label')).toBe(
      'Picture 89, frog. run a: cat 0.75. run b: frog 0.94.'
    )
    await base?.trigger('click')
    await flushPromises()
    expect(wrapper.findAll('.cell').map((cell) => cell.attributes('aria-label'))).toEqual([
      'Picture 0, cat. run a: cat 0.75. run b: dog 0.50.'
    ])
  })

  it('are narrowed to a class', async () => {
    const { wrapper } = await mountWith(PicturesTab)
    const options = wrapper
      .findAll('select')[0]
      ?.findAll('option')
      .map((one) => one.text())
    expect(options).toEqual(['all', 'cat (10)', 'dog (10)', 'frog (10)'])
    await wrapper.findAll('select')[0]?.setValue('1')
    expect(wrapper.findAll('.cell')).toHaveLength(10)
    expect(wrapper.findAll('.cell')[0]?.attributes('aria-label')).toContain('dog. run a: frog')
  })

  it('lead from one to the next with the arrow keys', async () => {
    const { wrapper } = await mountWith(PicturesTab)
    await wrapper.get('.cells').trigger('keydown', { key: 'ArrowRight' })
    const place = wrapper.findAll('.cell').findIndex((cell) => cell.attributes('tabindex') === '0')
    expect(place).toBe(1)
  })

  it('go through the networks of all runs', async () => {
    const { wrapper } = await mountWith(PicturesTab)
    await wrapper.findAll('.cell')[2]?.trigger('click')
    await flushPromises()
    const answers = wrapper.get('[aria-label="Picture 87 through the networks"]')
    const texts = answers.findAll('.run').map((run) => run.text().replace(/\s+/g, ' '))
    expect(texts[0]).toMatch(/^run a wrong ?cat ?0\.125 ?dog ?0\.750 ?frog ?0\.125$/)
    expect(texts[1]).toMatch(/^run b right ?cat ?0\.935/)
  })
})

async function mountWith(
  component: typeof ComparisonVerdict | typeof ClassesTab | typeof PicturesTab | typeof ClassScores,
  {
    others = ['b'],
    known = ['a', 'b', 'c'],
    moment: storedMoment = 'end',
    states = {},
    isOneExperiment = false,
    broken = new Set(),
    foreign = []
  }: {
    others?: readonly string[]
    known?: string[]
    /** Evaluations are of this moment, and of the end. */
    moment?: EvaluationMoment
    states?: Readonly<Record<string, RunRecord['state']>>
    isOneExperiment?: boolean
    /** Runs whose evaluation cannot be read. */
    broken?: Pick<ReadonlySet<string>, 'has'>
    /** Runs of another program. */
    foreign?: readonly string[]
  } = {}
) {
  const ids = ['a', ...others]
  const records = ids.map((id, index) =>
    createRun({
      id,
      name: `run ${id}`,
      seed: index + 1,
      createdAt: index,
      state: states[id] ?? 'finished',
      ...(foreign.includes(id) ? { datasetId: UNKNOWN_DATASET } : {})
    })
  )
  const queue: QueueEntryView[] = []
  const tell = (entries: QueueEntryView[]): void => {
    queue.splice(0, queue.length, ...entries)
    emit('onDidChangeQueue', { entries, isHeld: false, reason: null, canUndo: false })
  }
  const asked: { part: string; indices: number[] }[] = []
  const { pinia, client, emit } = createTestApp({
    listRuns: () => records,
    getRunEvaluation: ({ runId, part, moment }) => {
      if (broken.has(runId)) throw new UserError('The disk is gone.')
      if (!known.includes(runId) || part !== 'test') return null
      if (moment !== 'end' && moment !== storedMoment) return null
      // The third run says what the first one says.
      return { ...(evaluations[runId] ?? evaluations.a), runId } as Evaluation
    },
    addToQueue({ experiment, datasetId, repeats }) {
      const { name, training } = experiment
      const added = listSeeds(training.seed, repeats).map((seed) => ({
        id: `entry ${queue.length}, ${seed}`,
        ...{ name, datasetId, seed, epochs: 10, addedAt: 1, problem: null, isStarting: false },
        seedlessHash: seedlessHash(experiment, datasetId)
      }))
      tell([...queue, ...added])
      return added.map(({ id }) => id)
    },
    removeFromQueue: ({ ids }) => tell(queue.filter(({ id }) => !ids.includes(id))),
    getTrainerStatus: () => ({ kind: 'ready', runtime: testRuntime }),
    listDatasets: () => [testDataset],
    evaluateRun: ({ runId }) => void known.push(runId),
    getRunExperiment: ({ runId }) => {
      const experiment = createExperiment()
      const { training } = experiment
      const seed = ids.indexOf(runId) + 1
      const epochs = isOneExperiment ? 10 : 10 + seed
      return { ...experiment, training: { ...training, seed, epochs } }
    },
    getDatasetPictures: ({ part, indices }) => {
      asked.push({ part, indices })
      return {
        shape: [1, 1, 1],
        images: new Uint8Array(indices.length),
        labels: indices.map(() => 0)
      }
    }
  })
  await Promise.all([
    useRunsStore().load(),
    useSettingsStore().load(),
    useTrainerStore().load(),
    useDatasetsStore().load()
  ])
  useComparisonStore().set(ids)
  await flushPromises()
  // The verdict stands above every tab, and is what reads the evaluations.
  const global = { plugins: [pinia], provide: { [appClientKey as symbol]: client } }
  const verdict = mount(ComparisonVerdict, { global })
  const open = () => mount(component, { global, attachTo: document.body })
  const wrapper = component === ComparisonVerdict ? verdict : open()
  wrappers.push(verdict, wrapper)
  await flushPromises()
  return { wrapper, asked, known, emit, records, queue, open }
}

function button(wrapper: VueWrapper, label: string) {
  const found = wrapper.findAll('button').find((one) => one.text() === label)
  if (!found) throw new Error(`There is no button '${label}'.`)
  return found
}
