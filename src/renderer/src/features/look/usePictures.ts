/** Pictures of a part, fetched by the page as they are looked at, and kept within bounds. */
import { shallowRef, watch, type ShallowRef } from 'vue'
import type { DataPartName } from '@shared/pictures'
import { useAppClient } from '../../app-client'
import { toRgba } from '../../components/pixels'

export interface PartQuestion {
  readonly datasetId: string
  readonly part: DataPartName
  /** Pictures in it. */
  readonly count: number
}

export interface Pictures {
  /** The bytes of a picture; null while they are on their way, which is told by `version`. */
  get(index: number): Uint8Array | null
  /** Where a picture can be copied from onto a canvas; null while it is on its way. */
  getTile(index: number): PictureTile | null
  /** Grows whenever pictures arrive. */
  readonly version: ShallowRef<number>
  /** Why pictures do not come, as a sentence. */
  readonly problem: ShallowRef<string | null>
}

export interface PictureTile {
  readonly sheet: HTMLCanvasElement
  readonly x: number
  readonly y: number
}

/** A message of 300 KB for pictures of CIFAR. */
const PAGE = 100
/** About 30 MB of them. */
const MOST_PAGES = 100
/** A quick scroll asks for what is seen at its end, not for all that it passed. */
const MOST_ASKED = 4

/** A page holds neighbours of the part: a filter that skips most of them asks for more pages. */
export function usePictures(getPart: () => PartQuestion | null): Pictures {
  const app = useAppClient()
  const version = shallowRef(0)
  const problem = shallowRef<string | null>(null)
  let pages = new Map<number, Page>()
  let wanted: number[] = []
  const asked = new Set<number>()
  let generation = 0

  watch(
    () => JSON.stringify(getPart()),
    () => {
      generation++
      pages = new Map()
      asked.clear()
      wanted = []
      problem.value = null
      version.value++
    }
  )

  function find(index: number): Page | null {
    const number = Math.floor(index / PAGE)
    const page = pages.get(number)
    if (!page) {
      want(number)
      return null
    }
    // The newest look comes last: what was not seen for long is dropped first.
    pages.delete(number)
    pages.set(number, page)
    return page
  }

  function get(index: number): Uint8Array | null {
    const page = find(index)
    return page && cutPicture(page, index % PAGE)
  }

  function getTile(index: number): PictureTile | null {
    const page = find(index)
    if (!page) return null
    page.sheet ??= drawSheet(page)
    const [height, width] = page.shape
    const place = index % PAGE
    return {
      sheet: page.sheet,
      x: (place % SHEET_COLUMNS) * width,
      y: Math.floor(place / SHEET_COLUMNS) * height
    }
  }

  function want(number: number): void {
    if (asked.has(number)) return
    wanted = [...wanted.filter((one) => one !== number), number].slice(-MOST_ASKED * 2)
    void askNext()
  }

  async function askNext(): Promise<void> {
    const question = getPart()
    const number = wanted.at(-1)
    if (!question || number === undefined || asked.size >= MOST_ASKED) return
    wanted = wanted.slice(0, -1)
    asked.add(number)
    const own = generation
    try {
      const page = await fetchPage(question, number)
      if (own !== generation) return
      pages.set(number, page)
      const [oldest] = pages.keys()
      if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest)
      problem.value = null
      version.value++
    } catch (error) {
      if (own === generation) problem.value = (error as Error).message
    } finally {
      if (own === generation) asked.delete(number)
      void askNext()
    }
  }

  async function fetchPage(question: PartQuestion, number: number): Promise<Page> {
    const { datasetId, part, count } = question
    const first = number * PAGE
    const { shape, images } = await app.call.getDatasetPictures({
      datasetId,
      part,
      indices: Array.from({ length: Math.min(PAGE, count - first) }, (_, place) => first + place)
    })
    return { images, shape, sheet: null }
  }

  return { get, getTile, version, problem }
}

interface Page {
  readonly images: Uint8Array
  readonly shape: [height: number, width: number, channels: number]
  /** All of its pictures on one canvas, made when one of them is first drawn. */
  sheet: HTMLCanvasElement | null
}

const SHEET_COLUMNS = 10

function cutPicture({ images, shape }: Page, place: number): Uint8Array | null {
  const size = shape[0] * shape[1] * shape[2]
  const start = place * size
  return start < images.length ? images.subarray(start, start + size) : null
}

/** Bytes become a canvas once a page: copying from there is what a row costs. */
function drawSheet(page: Page): HTMLCanvasElement {
  const [height, width] = page.shape
  const sheet = document.createElement('canvas')
  Object.assign(sheet, { width: width * SHEET_COLUMNS, height: (height * PAGE) / SHEET_COLUMNS })
  const context = sheet.getContext('2d')
  for (let place = 0; place < PAGE; place++) {
    const bytes = cutPicture(page, place)
    if (!bytes) break
    const picture = new ImageData(toRgba(bytes, page.shape), width, height)
    const column = place % SHEET_COLUMNS
    context?.putImageData(picture, column * width, Math.floor(place / SHEET_COLUMNS) * height)
  }
  return sheet
}
