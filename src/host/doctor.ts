/** Looks at everything that training needs on this machine: one line a thing, with the way out when it is wrong. */
import { accessSync, constants } from 'node:fs'
import type { RuntimeInfo } from '@shared/contract/trainer'
import type { DoctorLine, DoctorReport } from '@shared/doctor'
import { formatBytes } from '@shared/format'
import { describeFileError } from '@shared/file-error'
import { getFreeBytes } from './disk-space'
import type { SetupRecord } from './setup-record'

export interface DoctorOptions {
  readonly setup: SetupRecord | null
  /** The Electron that is running; null on the command line. */
  readonly electronVersion: string | null
  readonly workspaceFolder: string
  /** What the trainer found. @throws when it cannot load TensorFlow. */
  getRuntime(): Promise<RuntimeInfo>
}

/** A run of the lecture's models is a few MB, CIFAR-10 unpacked 180 MB; below this, something will soon not fit. */
const LEAST_FREE_BYTES = 2e9

export async function createDoctorReport(options: DoctorOptions): Promise<DoctorReport> {
  const { setup, electronVersion, workspaceFolder, getRuntime } = options
  const [runtime, disk] = await Promise.all([
    getRuntime().catch((error: unknown) => error as Error),
    describeDisk(workspaceFolder)
  ])
  return {
    lines: [
      ok('node', 'Node', process.versions.node),
      describeElectron(setup, electronVersion),
      ...(runtime instanceof Error ? [describeFailure(runtime)] : describeRuntime(runtime, setup)),
      describeWorkspace(workspaceFolder),
      disk,
      ...describePackages(setup)
    ]
  }
}

function describeElectron(setup: SetupRecord | null, runningVersion: string | null): DoctorLine {
  const found = setup?.electron
  const version = runningVersion ?? found?.version
  if (version === undefined) {
    return wrong('warning', {
      id: 'electron',
      label: 'Electron',
      value: 'not set up',
      wayOut: 'Run `npm start` once: the window needs it, the command line does not.'
    })
  }
  const origins = {
    official: 'official build',
    override: 'chosen by the user',
    fallback: 'fallback build'
  }
  const isKnown = found !== undefined && found.version === version
  const value = isKnown ? `${version}, ${origins[found.origin]}` : version
  if (!isKnown || found.origin !== 'fallback') return ok('electron', 'Electron', value)
  return wrong('warning', {
    id: 'electron',
    label: 'Electron',
    value,
    wayOut: `${found.note} Run \`npm start -- --retry-electron\` where the official download can be reached.`
  })
}

function describeFailure(error: Error): DoctorLine {
  return wrong('error', {
    id: 'tensorflow',
    label: 'TensorFlow',
    value: error.message,
    wayOut: 'Run `npm run setup`. The trainer log says more.'
  })
}

function describeRuntime(runtime: RuntimeInfo, setup: SetupRecord | null): DoctorLine[] {
  const path = setup?.tensorflow?.libraryPath
  const { tensorflowVersion, bindingVersion, cpuModel, cpuFeatures, threads } = runtime
  const version = `${tensorflowVersion}, binding ${bindingVersion}`
  return [
    ok('tensorflow', 'TensorFlow', path === undefined ? version : `${version}, ${path}`),
    describeOneDnn(runtime),
    ok('cpu', 'Processor', cpuModel),
    cpuFeatures.includes('AVX2')
      ? ok('cpu-features', 'Instruction sets', cpuFeatures.join(', '))
      : wrong('warning', {
          id: 'cpu-features',
          label: 'Instruction sets',
          value: cpuFeatures.join(', ') || 'none that TensorFlow can use',
          wayOut: 'Training works, but is slow: a processor with AVX2 is several times faster.'
        }),
    ok('threads', 'Threads', String(threads)),
    // No GPU is nothing wrong; the reason belongs to the finding.
    ok('gpu', 'GPU', runtime.device === 'gpu' ? 'in use' : `none: ${runtime.gpuReason ?? ''}`)
  ]
}

function describeOneDnn({ isOneDnnEnabled }: RuntimeInfo): DoctorLine {
  if (isOneDnnEnabled) return ok('onednn', 'oneDNN', 'on')
  return wrong('warning', {
    id: 'onednn',
    label: 'oneDNN',
    value: 'off',
    wayOut: 'Unset TF_ENABLE_ONEDNN_OPTS, or set it to 1: convolutions are about twice as fast.'
  })
}

function describeWorkspace(folder: string): DoctorLine {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK)
    return ok('workspace', 'Workspace', folder)
  } catch (error) {
    return wrong('error', {
      id: 'workspace',
      label: 'Workspace',
      value: `${folder}: ${describeFileError(error)}`,
      wayOut: 'Choose another folder with --workspace.'
    })
  }
}

async function describeDisk(folder: string): Promise<DoctorLine> {
  const free = await getFreeBytes(folder)
  if (free === null) return ok('disk', 'Free disk', 'unknown')
  const value = formatBytes(free)
  if (free >= LEAST_FREE_BYTES) return ok('disk', 'Free disk', value)
  return wrong('warning', {
    id: 'disk',
    label: 'Free disk',
    value,
    wayOut: 'Make room, delete old runs, or choose a workspace on another disk with --workspace.'
  })
}

function describePackages(setup: SetupRecord | null): DoctorLine[] {
  const missing = setup?.linuxPackages?.missing
  if (process.platform !== 'linux' || missing === undefined) return []
  if (missing.length === 0) return [ok('linux-packages', 'System packages', 'all there')]
  return [
    wrong('warning', {
      id: 'linux-packages',
      label: 'System packages',
      value: `missing: ${missing.join(', ')}`,
      wayOut: `Run: sudo apt-get install -y ${missing.join(' ')}`
    })
  ]
}

function ok(id: string, label: string, value: string): DoctorLine {
  return { id, label, status: 'ok', value, wayOut: null }
}

function wrong(status: 'warning' | 'error', line: Omit<DoctorLine, 'status'>): DoctorLine {
  return { ...line, status }
}
