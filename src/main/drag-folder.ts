/** Files on their way out of the window: the desktop copies them from a folder of the cache when they are let go. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { nativeImage, type BrowserWindow } from 'electron'

export interface DragFolder {
  /** Puts a file under the pointer, once `write` has made it. The name is one of a file system. */
  drag(fileName: string, write: (path: string) => void | Promise<void>): Promise<void>
}

/** What was dragged before this start of the application is removed: nothing can wait for it any more. */
export function createDragFolder({
  cacheFolder,
  iconFile,
  getWindow
}: {
  cacheFolder: string
  /** What hangs under the pointer. */
  iconFile: string
  getWindow(): BrowserWindow | null
}): DragFolder {
  const folder = join(cacheFolder, 'dragged')
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // It takes up room, and does no other harm.
  }
  return {
    async drag(fileName, write) {
      mkdirSync(folder, { recursive: true })
      const file = join(folder, fileName)
      await write(file)
      const icon = nativeImage.createFromPath(iconFile).resize({ width: 32 })
      getWindow()?.webContents.startDrag({ file, icon })
    }
  }
}
