/** How the processes are built: main, trainer and cli for Node, preload for the sandbox, renderer for the page. */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { appContract } from './src/shared/contract/app'

const alias = {
  '@shared': resolve('src/shared'),
  '@store': resolve('src/store'),
  '@host': resolve('src/host')
}

// The oldest Electron that the set-up may fall back to (22.3) runs Node 16.17 and Chromium 108.
const OLDEST_NODE = 'node16.17'
const OLDEST_CHROMIUM = 'chrome108'

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: OLDEST_NODE,
      rollupOptions: {
        // Five programs from one build: trainer, inspector, importer and cli never import Electron.
        input: {
          index: resolve('src/main/index.ts'),
          trainer: resolve('src/trainer/index.ts'),
          inspector: resolve('src/trainer/inspector.ts'),
          importer: resolve('src/trainer/importer.ts'),
          cli: resolve('src/cli/index.ts')
        },
        output: { format: 'cjs', chunkFileNames: 'chunks/[name]-[hash].js' }
      }
    }
  },
  preload: {
    resolve: { alias },
    // The names of the contract without its parsers: 2 KB in every page instead of 218.
    define: {
      APP_CALL_NAMES: JSON.stringify(Object.keys(appContract.calls)),
      APP_EVENT_NAMES: JSON.stringify(Object.keys(appContract.events))
    },
    build: {
      // electron-vite takes no other kind of target here; Node 16.17 has the syntax of Chromium 108.
      target: OLDEST_NODE,
      // A sandboxed preload cannot require files beside it, so everything it needs is in one file.
      externalizeDeps: false,
      rollupOptions: { input: resolve('src/preload/index.ts'), output: { format: 'cjs' } }
    }
  },
  renderer: {
    root: 'src/renderer',
    resolve: {
      alias: {
        '@shared': resolve('src/shared'),
        '@renderer': resolve('src/renderer/src'),
        // Templates are compiled at build time: the runtime without a compiler needs no 'unsafe-eval'.
        vue: 'vue/dist/vue.runtime.esm-bundler.js'
      }
    },
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    plugins: [vue()],
    build: {
      target: OLDEST_CHROMIUM,
      // A third of the size: less to read and to parse before the first paint.
      minify: 'esbuild',
      assetsInlineLimit: 0,
      rollupOptions: { input: resolve('src/renderer/index.html') }
    }
  }
})
