import { describe, expect, it } from 'vitest'
import { computeCrc32 } from './crc32'
import fixture from './fixtures/numpy-float16.json'
import { fromFloat16Bits, toFloat16Bits } from './float16'

describe(`float16 as ${fixture.writtenBy} has it`, () => {
  it.each(fixture.named)('$name', ({ float32Bits, float16Bits }) => {
    const [value = 0] = new Float32Array(Uint32Array.of(float32Bits).buffer)
    expect(toFloat16Bits(value)).toBe(float16Bits)
  })

  it('of float32 numbers of every size', () => {
    const count = Math.ceil(2 ** 32 / fixture.stride)
    const singles = Uint32Array.from({ length: count }, (_, index) => index * fixture.stride)
    const halves = Uint16Array.from(new Float32Array(singles.buffer), toFloat16Bits)
    expect(computeCrc32(new Uint8Array(halves.buffer))).toBe(fixture.crcOfEncoded)
  })

  it('of all its numbers, back to float32', () => {
    const floats = Float32Array.from({ length: 0x10000 }, (_, half) => fromFloat16Bits(half))
    const bits = new Uint32Array(floats.buffer)
    floats.forEach((value, index) => {
      if (Number.isNaN(value)) bits[index] = 0x7fc00000
    })
    expect(computeCrc32(new Uint8Array(bits.buffer))).toBe(fixture.crcOfDecoded)
  })
})
