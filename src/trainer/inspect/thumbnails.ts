/** A few pictures of a set for its card: reading a whole set for them is done once, one set after the other. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash32 } from '@shared/random'
import type { InspectedDataset } from '@shared/contract/inspector'
import { pictureSheetSchema, type PictureSheet } from '@shared/pictures'
import { writeFileAtomically } from '../write-file-atomically'
import { describeVersion, readDataset } from './dataset-shelf'
import { pickPictures } from './pictures'

/** As many as stand in a row of a card. */
const COUNT = 8

export interface Thumbnails {
  /** Of different classes, as far as there are. @throws UserError when the set cannot be read. */
  get(dataset: InspectedDataset): Promise<PictureSheet>
}

export function createThumbnails(): Thumbnails {
  let last: Promise<unknown> = Promise.resolve()
  return {
    get(dataset) {
      const made = last.then(() => findOrMake(dataset))
      last = made.catch(() => undefined)
      return made
    }
  }
}

async function findOrMake(dataset: InspectedDataset): Promise<PictureSheet> {
  const folder = join(dataset.cacheFolder, 'thumbnails')
  const version = await describeVersion(dataset)
  const file = join(folder, `${dataset.location.id}-${hash32(version).toString(36)}.json`)
  const kept = await readKept(file)
  if (kept) return kept
  const sheet = await make(dataset)
  await mkdir(folder, { recursive: true })
  const images = Buffer.from(sheet.images).toString('base64')
  // A disk that is full costs the next card a moment, no more.
  await writeFileAtomically(file, Buffer.from(JSON.stringify({ ...sheet, images }))).catch(
    () => undefined
  )
  return sheet
}

/** Null when there is none, or it is damaged. */
async function readKept(file: string): Promise<PictureSheet | null> {
  try {
    const { images, ...rest } = JSON.parse(await readFile(file, 'utf8')) as { images: string }
    const parsed = pictureSheetSchema.parse({
      ...rest,
      images: new Uint8Array(Buffer.from(images, 'base64'))
    })
    const [height, width, channels] = parsed.shape
    return parsed.images.length === parsed.labels.length * height * width * channels ? parsed : null
  } catch {
    return null
  }
}

async function make(inspected: InspectedDataset): Promise<PictureSheet> {
  const dataset = await readDataset(inspected)
  const firsts = new Map<number, number>()
  const { labels } = dataset.train
  for (let index = 0; index < labels.length && firsts.size < COUNT; index++) {
    const label = labels[index] as number
    if (!firsts.has(label)) firsts.set(label, index)
  }
  return pickPictures(dataset, { part: 'train', indices: [...firsts.values()] })
}
