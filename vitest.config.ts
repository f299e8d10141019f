/** One test project per process, because each has its own globals. */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const alias = {
  '@shared': resolve('src/shared'),
  '@store': resolve('src/store'),
  '@host': resolve('src/host'),
  '@renderer': resolve('src/renderer/src')
}

const nodeProject = (
  name: string,
  include: string[],
  exclude: string[] = ['**/*.keras.test.ts']
) => ({
  resolve: { alias },
  test: {
    name,
    include,
    exclude,
    environment: 'node' as const,
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
})

/** Tests that run Keras itself; only where somebody says which Python has it. */
const kerasProjects =
  process.env.RECEPTIVE_KERAS_PYTHON === undefined
    ? []
    : [nodeProject('keras', ['src/**/*.keras.test.ts'], [])]

export default defineConfig({
  test: {
    // Two workers: TensorFlow itself uses every core.
    maxWorkers: 2,
    projects: [
      nodeProject('shared', ['src/shared/**/*.test.ts']),
      nodeProject('trainer', ['src/trainer/**/*.test.ts']),
      nodeProject('main', [
        'src/main/**/*.test.ts',
        'src/preload/**/*.test.ts',
        'src/store/**/*.test.ts',
        'src/host/**/*.test.ts',
        'src/cli/**/*.test.ts'
      ]),
      nodeProject('scripts', ['scripts/**/*.test.mjs']),
      ...kerasProjects,
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          name: 'renderer',
          include: ['src/renderer/**/*.test.ts'],
          environment: 'jsdom' as const,
          // The contrast of the tokens is computed from the file that ships.
          css: { include: [/tokens\.css/] }
        }
      }
    ]
  }
})
