/** The grid of the browser, in CSS pixels: a picture of CIFAR is seen at one and a half its size. */
export const CELL = 48
export const GAP = 4
