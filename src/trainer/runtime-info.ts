/** Says what TensorFlow runs on: versions, device, processor. */
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import type { RuntimeInfo } from '@shared/contract/trainer'
import { getBackend, tf } from './tf'

export function getRuntimeInfo(): RuntimeInfo {
  const backend = getBackend()
  const isGpu = backend.isUsingGpuDevice
  const cpuFeatures = readCpuFeatures()
  return {
    // "v2.21.0" or "2.21.0", as the library was built.
    tensorflowVersion: backend.binding.TF_Version.replace(/^v/, ''),
    bindingVersion: tf.version['tfjs-node' as keyof typeof tf.version],
    nodeVersion: process.versions.node,
    device: isGpu ? 'gpu' : 'cpu',
    gpuReason: isGpu ? null : findGpuReason(),
    cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
    cpuFeatures,
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS) || os.cpus().length,
    isOneDnnEnabled: isOneDnnEnabled(cpuFeatures)
  }
}

const NVIDIA_DRIVER_FILES = ['/proc/driver/nvidia/version', 'C:\\Windows\\System32\\nvcuda.dll']

function findGpuReason(): string {
  if (process.platform === 'darwin') return 'TensorFlow has no GPU kernels for macOS.'
  return NVIDIA_DRIVER_FILES.some((path) => existsSync(path))
    ? 'There is an NVIDIA driver, but this TensorFlow build has no CUDA kernels, or could not load the CUDA libraries.'
    : 'No NVIDIA driver was found.'
}

/** Linux' names of the instruction sets for which TensorFlow and oneDNN have kernels. */
const USED_FEATURES: Readonly<Record<string, string>> = {
  sse4_1: 'SSE4.1',
  sse4_2: 'SSE4.2',
  avx: 'AVX',
  avx2: 'AVX2',
  fma: 'FMA',
  avx512f: 'AVX512F',
  avx512_vnni: 'AVX512_VNNI',
  avx512_bf16: 'AVX512_BF16',
  avx512_fp16: 'AVX512_FP16',
  avx_vnni: 'AVX_VNNI',
  amx_tile: 'AMX_TILE',
  amx_int8: 'AMX_INT8',
  amx_bf16: 'AMX_BF16',
  asimd: 'NEON',
  sve: 'SVE'
}

/** Empty where the system does not tell (Windows, macOS). */
function readCpuFeatures(): string[] {
  try {
    const [, line = ''] =
      /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8')) ?? []
    const flags = new Set(line.trim().split(/\s+/))
    return Object.keys(USED_FEATURES)
      .filter((flag) => flags.has(flag))
      .map((flag) => USED_FEATURES[flag] as string)
  } catch {
    return []
  }
}

/** The variable decides; without it, TensorFlow turns oneDNN on where the processor has one of these. */
function isOneDnnEnabled(cpuFeatures: readonly string[]): boolean {
  const setting = process.env.TF_ENABLE_ONEDNN_OPTS
  if (setting !== undefined) return setting === '1' || setting.toLowerCase() === 'true'
  const onByDefault = ['AVX512_VNNI', 'AVX512_BF16', 'AVX_VNNI', 'AMX_TILE', 'AMX_INT8', 'AMX_BF16']
  return onByDefault.some((feature) => cpuFeatures.includes(feature))
}
