/** A drawn picture, wider than high, on which one sees what is cut, stretched or bordered. */

const [WIDTH, HEIGHT] = [96, 64]
/** A disc in the middle, and one at either side. */
const DISCS = [
  { x: 48, y: 32, radius: 22, colour: [226, 146, 42] },
  { x: 12, y: 32, radius: 10, colour: [44, 122, 178] },
  { x: 84, y: 32, radius: 10, colour: [178, 58, 72] }
] as const

export function drawSample(): { width: number; height: number; pixels: Uint8Array } {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const disc = DISCS.find((one) => (x - one.x) ** 2 + (y - one.y) ** 2 < one.radius ** 2)
      const sky = [150 + y, 190 + (y >> 1), 214]
      pixels.set(disc?.colour ?? sky, (y * WIDTH + x) * 3)
    }
  }
  return { width: WIDTH, height: HEIGHT, pixels }
}
