/** Size and place of the window as it was left, on whatever screens there are now. */
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeJsonAtomically } from '@store/atomic-file'

export const MIN_WIDTH = 960
export const MIN_HEIGHT = 600

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1)
})
export type Rectangle = z.infer<typeof rectangleSchema>

const windowStateSchema = z.object({ bounds: rectangleSchema, isMaximized: z.boolean() })
export type WindowState = z.infer<typeof windowStateSchema>

/** Null at the first start, or when the file is broken: then the default is as good as any. */
export function readWindowState(file: string): WindowState | null {
  if (!existsSync(file)) return null
  try {
    return windowStateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null
  } catch {
    return null
  }
}

/** @throws when the file cannot be written. */
export function writeWindowState(file: string, state: WindowState): void {
  writeJsonAtomically(file, state)
}

/** How much of the title must be on a screen, so that the window can be dragged: width and height in pixels. */
const GRIP = { width: 120, height: 24 }

/** Where the window opens: as it was left when a screen still shows its title, else no larger than the first screen. */
export function fitBounds(
  state: WindowState | null,
  screens: readonly Rectangle[]
): { width: number; height: number; x?: number; y?: number } {
  const [first = { x: 0, y: 0, width: 1280, height: 800 }] = screens
  const size = {
    width: Math.max(MIN_WIDTH, Math.min(state?.bounds.width ?? 1280, first.width)),
    height: Math.max(MIN_HEIGHT, Math.min(state?.bounds.height ?? 800, first.height))
  }
  if (!state || !screens.some((screen) => showsTitle(state.bounds, screen))) return size
  return state.bounds
}

function showsTitle(bounds: Rectangle, screen: Rectangle): boolean {
  const width =
    Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
  const isTopInside = bounds.y >= screen.y && bounds.y + GRIP.height <= screen.y + screen.height
  return width >= GRIP.width && isTopInside
}
