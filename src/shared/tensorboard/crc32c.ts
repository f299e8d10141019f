/** CRC-32C (Castagnoli), masked as TensorFlow's record files want it. */

/** The masked checksum of `bytes`, a whole number in 0 .. 2^32 - 1. */
export function computeMaskedCrc32c(bytes: Uint8Array): number {
  const crc = computeCrc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0
}

/** The checksum itself. */
export function computeCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** So that the checksum of bytes that hold checksums is not trivial. */
const MASK_DELTA = 0xa282ead8
const REVERSED_POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ REVERSED_POLYNOMIAL : value >>> 1
  }
  return value
})
