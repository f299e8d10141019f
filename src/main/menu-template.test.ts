import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { commandIds, commands } from '@shared/commands'
import { createMenuTemplate } from './menu-template'

it.each(['linux', 'win32', 'darwin'] as const)('has every command once on %s', (platform) => {
  const ids = listItems(platform).flatMap(({ id }) => id ?? [])
  expect([...ids].sort()).toEqual([...commandIds].sort())
})

it('shows each command with its label and its keys, and chooses it by its id', () => {
  const onChoose = vi.fn()
  for (const item of listItems('linux', onChoose)) {
    if (!item.id) continue
    const { label, accelerator } = commands[item.id as keyof typeof commands]
    expect(item).toMatchObject({ label, ...(accelerator === null ? {} : { accelerator }) })
    item.click?.(null as never, undefined, null as never)
  }
  expect(onChoose).toHaveBeenCalledTimes(commandIds.length)
  expect(onChoose).toHaveBeenCalledWith('start-training')
})

it('offers reload and developer tools to developers only', () => {
  const roles = (isDevelopment: boolean) =>
    listItems('linux', () => {}, isDevelopment).flatMap(({ role }) => role ?? [])
  expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
  expect(roles(false)).not.toEqual(expect.arrayContaining(['reload']))
  expect(roles(false)).not.toEqual(expect.arrayContaining(['toggleDevTools']))
})

function listItems(
  platform: NodeJS.Platform,
  onChoose: (id: string) => void = () => {},
  isDevelopment = false
): MenuItemConstructorOptions[] {
  return createMenuTemplate({
    applicationName: 'Receptive',
    platform,
    isDevelopment,
    onChoose,
    onShowAbout: () => {}
  }).flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[])
}
