import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperimentText } from './experiment'
import {
  addToQueue,
  continueQueue,
  describeRemoval,
  emptyQueue,
  experimentOf,
  findNext,
  holdQueue,
  listSeeds,
  markProblem,
  moveInQueue,
  queueSchema,
  queueViewSchema,
  removeFromQueue,
  restoreToQueue,
  viewQueue,
  type Queue
} from './queue'

const experiment = parseExperimentText(
  readFileSync(resolve('e2e/data/digits.json'), 'utf8'),
  'digits.json'
)

/** Entries `a`, `b`, … with the seeds 1, 2, … */
function createQueue(repeats: number): Queue {
  let count = 0
  return addToQueue(emptyQueue, {
    experiment: { ...experiment, training: { ...experiment.training, seed: 1 } },
    datasetId: 'mnist',
    repeats,
    addedAt: 1_700_000_000_000,
    createId: () => 'abcdefgh'.charAt(count++)
  })
}
const order = ({ entries }: Queue): string => entries.map(({ id }) => id).join('')

describe('adding to the queue', () => {
  it('gives each repetition the next seed and leaves the name alone', () => {
    const { entries } = createQueue(3)
    expect(entries.map(({ seed }) => seed)).toEqual([1, 2, 3])
    expect(entries.map((entry) => experimentOf(entry).training.seed)).toEqual([1, 2, 3])
    expect(entries.map((entry) => experimentOf(entry).name)).toEqual(['digits', 'digits', 'digits'])
  })

  it('counts on from 0 after the largest seed', () => {
    expect(listSeeds(4_294_967_294, 3)).toEqual([4_294_967_294, 4_294_967_295, 0])
  })

  it('appends, and does not change what was there', () => {
    const before = createQueue(2)
    const createId = () => 'new'
    const after = addToQueue(before, {
      experiment,
      datasetId: 'mnist',
      repeats: 1,
      addedAt: 1,
      createId
    })
    expect(order(after)).toBe('abnew')
    expect(order(before)).toBe('ab')
  })
})

describe('the order of the queue', () => {
  it.each([
    ['a', 2, 'bcad'],
    ['d', 0, 'dabc'],
    ['b', 1, 'abcd'],
    ['a', 99, 'bcda'],
    ['c', -1, 'cabd'],
    ['nobody', 0, 'abcd']
  ])('has %s at place %i after a move: %s', (id, to, expected) => {
    expect(order(moveInQueue(createQueue(4), { id, to }))).toBe(expected)
  })

  it('is the same again after a removal was taken back', () => {
    const queue = createQueue(5)
    const ids = ['b', 'c', 'e']
    const removal = describeRemoval(queue, ids)
    const without = removeFromQueue(queue, ids)
    expect(order(without)).toBe('ad')
    expect(order(restoreToQueue(without, removal))).toBe('abcde')
  })
})

describe('whose turn it is', () => {
  it('is the first entry without a problem', () => {
    const queue = markProblem(createQueue(3), 'a', 'The pictures are missing.')
    expect(findNext(queue)?.id).toBe('b')
  })

  it('is nobody while the queue is held', () => {
    expect(findNext(holdQueue(createQueue(2), 'Held by you.'))).toBeNull()
  })

  it('is again the first one once the queue is continued', () => {
    const queue = holdQueue(markProblem(createQueue(2), 'a', 'Too large.'), 'Held by you.')
    expect(findNext(continueQueue(queue))).toMatchObject({ id: 'a', problem: null })
    expect(continueQueue(queue).reason).toBeNull()
  })
})

describe('an empty queue', () => {
  it('is not held, and cannot be', () => {
    const held = holdQueue(createQueue(1), 'Held by you.')
    expect(removeFromQueue(held, ['a'])).toEqual(emptyQueue)
    expect(holdQueue(emptyQueue, 'Held by you.')).toEqual(emptyQueue)
  })

  it('is held again when the only entry of a held queue comes back', () => {
    const held = holdQueue(createQueue(1), 'Held by you.')
    const back = restoreToQueue(emptyQueue, describeRemoval(held, ['a']))
    expect(back).toEqual(held)
  })
})

it('survives the way through a file', () => {
  const queue = holdQueue(markProblem(createQueue(2), 'b', 'Too large.'), 'Held by you.')
  expect(queueSchema.parse(JSON.parse(JSON.stringify(queue)))).toEqual(queue)
})

it('is shown without the networks, with names and seeds', () => {
  const view = viewQueue(createQueue(2), { startingId: 'a', canUndo: false })
  expect(queueViewSchema.parse(view)).toEqual(view)
  expect(view.entries).toMatchObject([
    { id: 'a', name: 'digits', seed: 1, isStarting: true },
    { id: 'b', name: 'digits', seed: 2, isStarting: false }
  ])
  const [first, second] = view.entries
  expect(second?.seedlessHash).toBe(first?.seedlessHash)
  expect(JSON.stringify(view)).not.toContain('Conv2D')
})
