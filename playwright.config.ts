/** End-to-end tests: the real window, the real trainer, real pictures. `npm run test:e2e` finds Electron and a display. */
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  // A training on two cores shares them with the window: states may take a while, but they arrive.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // Each test owns the processor: TensorFlow uses every core.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // Seen once in hundreds of starts: the fallback Electron ended by a signal of its own. The report names what needed this.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts' },
    { name: 'screenshots', testMatch: '**/*.shots.ts' }
  ]
})
