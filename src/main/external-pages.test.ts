import { expect, it } from 'vitest'
import { augmentations } from '@shared/augmentation'
import { layers } from '@shared/layers'
import { isExternalPage } from './external-pages'

it('lets the pages through that our own tables link to', () => {
  for (const { link } of [...Object.values(layers), ...Object.values(augmentations)]) {
    expect(isExternalPage(link)).toBe(true)
  }
})

it.each([
  'http://keras.io/api/layers/core_layers/dense/',
  'https://keras.io/api/layers/core_layers/dense/?next=evil',
  'https://keras.io.evil.com/api/',
  'file:///etc/passwd',
  'smb://server/share',
  'javascript:alert(1)',
  '\\\\server\\share',
  'ms-settings:',
  ''
])('lets nothing else through: %s', (url) => {
  expect(isExternalPage(url)).toBe(false)
})
