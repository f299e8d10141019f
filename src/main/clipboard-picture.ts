/** Puts a picture on the clipboard, in the way of the Electron that runs: the newer ones have another than the older. */
import { clipboard, ClipboardItem, nativeImage, type NativeImage } from 'electron'
import { UserError } from '@shared/contract/define'

/** As much of the clipboard as Electrons before 45 had. */
interface OldClipboard {
  writeImage(image: NativeImage): void
}

/** `png` are the bytes of a PNG. @throws UserError when they are none. */
export async function writePicture(png: Uint8Array): Promise<void> {
  const picture = nativeImage.createFromBuffer(Buffer.from(png))
  if (picture.isEmpty()) throw new UserError('The picture cannot be copied: it is not a PNG.')
  if ('writeImage' in clipboard) return (clipboard as unknown as OldClipboard).writeImage(picture)
  const blob = new Blob([Uint8Array.from(png)], { type: 'image/png' })
  await clipboard.write([new ClipboardItem({ 'image/png': blob })])
}
