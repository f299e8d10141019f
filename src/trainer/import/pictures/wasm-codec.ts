/** Runs a decoder that is WebAssembly: whatever a hostile picture does there, it stays within the module's own memory. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PictureError, toPicture, type Picture } from './picture'

export interface WasmCodec {
  /** @throws PictureError */
  decode(bytes: Uint8Array): Promise<Picture>
}

/** The two functions of an @jsquash decoder. Their types name the DOM's ImageData, which Node has not. */
interface Decoder {
  init(module: object, overrides: { printErr(line: string): void }): Promise<void>
  default(
    bytes: ArrayBuffer,
    options: { preserveOrientation: boolean }
  ): Promise<{ width: number; height: number; data: ArrayLike<number> }>
}

export function createWasmCodec({
  wasmFile,
  load
}: {
  /** The module's file, as a package path. */
  wasmFile: string
  load(): Promise<Decoder>
}): WasmCodec {
  let words: string[] = []
  let compiled: Promise<object> | null = null
  let ready: Promise<Decoder> | null = null

  async function compile(): Promise<object> {
    const path = createRequire(import.meta.url).resolve(wasmFile)
    return wasm.compile(await readFile(path))
  }

  async function start(): Promise<Decoder> {
    compiled ??= compile()
    const decoder = await load()
    await decoder.init(await compiled, { printErr: (line) => void words.push(line) })
    return decoder
  }

  return {
    async decode(bytes) {
      words = []
      ready ??= start()
      const decoder = await ready
      try {
        const { width, height, data } = await decoder.default(toArrayBuffer(bytes), {
          // As the camera was held, which JPEG keeps beside the pixels.
          preserveOrientation: true
        })
        // Decoders fill what is missing with grey; a picture that is half grey is worse than none.
        if (isCutOff(words)) throw new PictureError(CUT_OFF)
        return toPicture(data, { width, height })
      } catch (error) {
        // A decoder that gave up leaves its memory as it was: the next picture gets a new one.
        ready = null
        if (error instanceof PictureError) throw error
        if (isCutOff(words)) throw new PictureError(CUT_OFF)
        throw new PictureError(words[0] ? `it cannot be decoded: ${words[0]}` : 'it is damaged')
      }
    }
  }
}

const CUT_OFF = 'it is cut off'

function isCutOff(words: readonly string[]): boolean {
  return words.some((line) => line.includes('Premature end'))
}

function toArrayBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
}

/** Node's own, which the types of Node 20 leave out without the DOM. */
const wasm = (
  globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<object> } }
).WebAssembly
