/** The pages of the web that a click may open in the user's browser: those our own tables link to, to the letter. */
import { augmentations } from '@shared/augmentation'
import { layers } from '@shared/layers'
import { losses } from '@shared/losses'
import { optimizers } from '@shared/optimizers'

const externalPages: ReadonlySet<string> = new Set(
  [layers, losses, optimizers, augmentations].flatMap(
    (table: Readonly<Record<string, { link: string }>>) =>
      Object.values(table).map(({ link }) => link)
  )
)

export function isExternalPage(url: string): boolean {
  return externalPages.has(url)
}
