/** Loads the application folder named on the command line, as the default app of an unpackaged Electron does. */

/* global module, process, require */
/* eslint @typescript-eslint/no-require-imports: off -- Electron 22 loads CommonJS only */

const { app } = require('electron')
const { existsSync, readFileSync, statSync } = require('node:fs')
const Module = require('node:module')
const { dirname, join, resolve } = require('node:path')

const target = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (!target) {
  process.stderr.write('Name the folder of an application: electron FOLDER\n')
  process.exit(1)
}

const path = resolve(target)
if (!existsSync(path)) {
  process.stderr.write(`There is no application at ${path}.\n`)
  process.exit(1)
}

loadApplication(path)

function loadApplication(path) {
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true })
  const isFolder = statSync(path).isDirectory()
  const folder = isFolder ? path : dirname(path)
  const manifestPath = join(folder, 'package.json')
  const manifest = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {}
  const name = manifest.productName || manifest.name
  if (manifest.version) app.setVersion(manifest.version)
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName)
  if (name) {
    app.setName(name)
    // the user's data folder follows the name that was set when Electron started
    if (!app.commandLine.hasSwitch('user-data-dir')) {
      app.setPath('userData', join(app.getPath('appData'), name))
    }
  }
  app.setAppPath(folder)
  const main = isFolder ? resolve(folder, manifest.main || 'index.js') : path
  Module._load(main, module, true) // as the main module, as if Electron had started it itself
}
