/** A copy of the built application whose trainer records without training: as fast as it is told. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

export interface BurstApplication {
  /** What Electron is started with. */
  readonly folder: string
  remove(): void
}

export async function createBurstApplication(): Promise<BurstApplication> {
  const caches = resolve('node_modules/.cache')
  mkdirSync(caches, { recursive: true })
  const folder = mkdtempSync(join(caches, 'burst-application-'))
  for (const name of ['package.json', 'resources', 'out']) {
    cpSync(resolve(name), join(folder, name), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  await buildTrainer(join(folder, 'out', 'main'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

async function buildTrainer(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: {
      alias: [
        { find: './active-run', replacement: resolve('src/trainer/fixtures/burst-run.ts') },
        { find: '@shared', replacement: resolve('src/shared') }
      ]
    },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir,
      emptyOutDir: false,
      rollupOptions: {
        input: { trainer: resolve('src/trainer/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js', inlineDynamicImports: true }
      }
    }
  })
}
