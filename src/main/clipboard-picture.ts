/** Puts a picture on the clipboard, in the way of the Electron that runs: the newer ones have another than the older. */
import * as electron from 'electron'
import { UserError } from '@shared/contract/define'

/** As much of the clipboard as Electrons before 45 had. */
interface OldClipboard {
  writeImage(image: electron.NativeImage): void
}

/** `png` are the bytes of a PNG. @throws UserError when they are none. */
export async function writePicture(png: Uint8Array): Promise<void> {
  const picture = electron.nativeImage.createFromBuffer(Buffer.from(png))
  if (picture.isEmpty()) throw new UserError('The picture cannot be copied: it is not a PNG.')
  const { clipboard } = electron
  if ('writeImage' in clipboard) return (clipboard as unknown as OldClipboard).writeImage(picture)
  const blob = new Blob([Uint8Array.from(png)], { type: 'image/png' })
  await clipboard.write([new electron.ClipboardItem({ 'image/png': blob })])
}
