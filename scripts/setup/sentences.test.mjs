/** What a person reads when something is missing: one sentence with the thing, the reason and the way out. */

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeOldNode } from '../launch.mjs'
import { findCompiler } from './binding.mjs'
import { describeFailure } from './dependencies.mjs'
import { assertFreeSpace } from './files.mjs'
import { assertGlibc, assertSupported } from './platform.mjs'
import { findPython } from './python.mjs'
import { findSandboxProblem, getSandboxSwitches } from './sandbox.mjs'
import { explainFileError } from './setup-error.mjs'
import { createTemporaryFolder } from './testing/temporary.mjs'

it('names the command that installs a compiler', async () => {
  await expect(findCompiler({ PATH: createTemporaryFolder() })).rejects.toThrow(
    'No C++ compiler was found; it builds the TensorFlow binding once. Install one with: sudo apt-get install -y g++'
  )
})

it('blames CXX when that does not run', async () => {
  await expect(findCompiler({ PATH: '/nowhere', CXX: 'icc' })).rejects.toThrow(
    'CXX is icc, which does not run as a C++ compiler.'
  )
})

it('names the command that installs Python', async () => {
  await expect(findPython({ PATH: createTemporaryFolder() })).rejects.toThrow(
    'Install it with: sudo apt-get install -y python3 python3-pip'
  )
})

it('names the command that installs pip, and no more than that', async () => {
  const folder = createTemporaryFolder()
  writeFileSync(join(folder, 'python3'), '#!/bin/sh\nexit 1\n')
  chmodSync(join(folder, 'python3'), 0o755)
  await expect(findPython({ PATH: folder })).rejects.toThrow(
    'python3 has no pip, which fetches TensorFlow once. Install it with: sudo apt-get install -y python3-pip'
  )
})

it('tells how much disk space is needed, and how much there is', () => {
  const space = { what: 'TensorFlow', folder: '/cache', neededBytes: 1.3e9, freeBytes: 4e8 }
  expect(() => assertFreeSpace(space)).toThrow(
    'TensorFlow needs 1.3 GB of free disk space in /cache, but only 400 MB are free.'
  )
})

it('explains a disk that fills up, and leaves other errors alone', () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
  const other = new Error('other')
  expect(String(explainFileError(full, '/cache'))).toContain('The disk that holds /cache is full.')
  expect(explainFileError(other, '/cache')).toBe(other)
})

it.each([
  ['darwin', 'arm64', 'macOS arm64'],
  ['win32', 'x64', 'Windows x64'],
  ['linux', 'arm64', 'Linux arm64']
])('says that %s %s is not supported yet', (platform, arch, name) => {
  expect(() => assertSupported({ platform, arch })).toThrow(
    `Receptive runs on Linux x64 (glibc 2.27 or newer) for now, and this is ${name}.`
  )
})

it('runs on Linux x64', () => {
  expect(() => assertSupported({ platform: 'linux', arch: 'x64' })).not.toThrow()
})

it('asks for glibc 2.27 or newer', () => {
  expect(() => assertGlibc('2.27')).not.toThrow()
  expect(() => assertGlibc('2.17')).toThrow('and this one has glibc 2.17.')
  expect(() => assertGlibc(undefined)).toThrow('and this one has another C library.')
})

it('asks for Node 20.19 or newer', () => {
  expect(describeOldNode('20.19.0')).toBe('')
  expect(describeOldNode('24.1.0')).toBe('')
  expect(describeOldNode('20.9.0')).toBe(
    'Receptive needs Node 20.19 or newer, and this is Node 20.9.0. Install a newer Node and start again.'
  )
})

it.each([
  ['npm error code ENOTFOUND\nnpm error network', 'was not reachable (ENOTFOUND)'],
  ['npm error code ENOSPC', 'the disk is full'],
  ['npm error code EUSAGE', 'package-lock.json does not fit package.json'],
  ['npm error code E404\nnpm error Not found.', 'could not be installed: Not found. Correct this']
])('puts what npm says into a sentence: %j', (output, sentence) => {
  expect(describeFailure(output, '/log').message).toContain(sentence)
})

it('switches the sandbox off for root on Linux only', () => {
  expect(getSandboxSwitches({ platform: 'linux', userId: 0 })).toEqual(['--no-sandbox'])
  expect(getSandboxSwitches({ platform: 'linux', userId: 1000 })).toEqual([])
  expect(getSandboxSwitches({ platform: 'darwin', userId: 0 })).toEqual([])
})

it('names the command that repairs the sandbox where user namespaces are restricted', () => {
  const restricted = { readKernel: () => '1', userId: 1000 }
  const open = { readKernel: () => '', userId: 1000 }
  expect(findSandboxProblem('/e/electron', restricted)).toContain(
    "chown root:root '/e/chrome-sandbox'"
  )
  expect(findSandboxProblem('/e/electron', open)).toBeUndefined()
})
