/** Lint: TypeScript's strict rules, Vue's recommended ones, and the layers: who may import whom, with the reason. */
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Files of one layer may not import what `bans` lists; each ban says why. */
function layer(files, bans, { paths = [] } = {}) {
  return {
    files,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths, patterns: bans.map(([group, message]) => ({ group, message })) }
      ]
    }
  }
}

const node = [
  ['node:*', 'fs', 'path', 'os', 'child_process'],
  'This layer runs without Node: ask main through the contract.'
]
const electron = [
  ['electron', 'electron/*', 'electron-log', 'electron-log/*'],
  'This layer must run without Electron: main owns windows, menus and dialogs.'
]
const tensorflow = [
  ['@tensorflow/*'],
  'Only the trainer calls TensorFlow: its native calls block, and an abort takes its process along.'
]
const interfaceLibraries = [
  ['vue', 'vue-router', 'pinia', 'chart.js', 'chart.js/*', 'reka-ui', '@vueuse/*', '@tanstack/*'],
  'Only the renderer draws.'
]
const database = [['libsql', '@store', '@store/*'], 'Only main and the CLI open the run store.']
const insides = (...names) => [
  names.flatMap((name) => [`**/${name}/**`, `@${name}/*`, `@${name}`]),
  `This layer talks to ${names.join(', ')} through src/shared/contract, never by import.`
]

export default ts.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only: a thing has one name wherever it is used.'
        }
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      // Optional props are undefined when absent, and typed so.
      'vue/require-default-prop': 'off'
    }
  },
  { files: ['*.config.ts', '*.config.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  { files: ['src/renderer/**/*.{ts,vue}'], languageOptions: { globals: globals.browser } },
  // Single-file components have a default export by construction.
  { files: ['**/*.vue'], rules: { 'no-restricted-syntax': 'off', 'no-undef': 'off' } },
  { files: ['**/*.ts'], rules: { 'no-undef': 'off' } },

  layer(
    ['src/shared/**/*.ts'],
    [
      node,
      electron,
      tensorflow,
      interfaceLibraries,
      database,
      insides('main', 'trainer', 'preload', 'renderer', 'cli', 'host')
    ]
  ),
  layer(
    ['src/trainer/**/*.ts'],
    [electron, interfaceLibraries, database, insides('main', 'preload', 'renderer', 'cli', 'host')]
  ),
  layer(
    ['src/store/**/*.ts', 'src/host/**/*.ts'],
    [
      electron,
      tensorflow,
      interfaceLibraries,
      insides('main', 'trainer', 'preload', 'renderer', 'cli')
    ]
  ),
  layer(
    ['src/main/**/*.ts'],
    [tensorflow, interfaceLibraries, insides('trainer', 'preload', 'renderer', 'cli')],
    {
      paths: [
        {
          name: 'electron',
          importNames: ['ipcMain'],
          message: 'Only src/main/ipc.ts names ipcMain: it checks senders and payloads.'
        }
      ]
    }
  ),
  { files: ['src/main/ipc.ts'], rules: { 'no-restricted-imports': 'off' } },
  layer(
    ['src/cli/**/*.ts'],
    [electron, tensorflow, interfaceLibraries, insides('main', 'trainer', 'preload', 'renderer')]
  ),
  layer(
    ['src/preload/**/*.ts'],
    [
      node,
      tensorflow,
      interfaceLibraries,
      database,
      insides('main', 'trainer', 'renderer', 'cli', 'host')
    ]
  ),
  layer(
    ['src/renderer/**/*.{ts,vue}'],
    [node, electron, tensorflow, database, insides('main', 'trainer', 'preload', 'cli', 'host')]
  ),
  prettier
)
