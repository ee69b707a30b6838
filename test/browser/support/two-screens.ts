/** One person's page on an office PC, now and then looked at as on a phone; and what is downloaded from it. */
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import type { District } from './district.ts'
import { overflow, settled } from './looks.ts'
import { enter } from './people.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

export async function enterAtDesk(page: Page, district: District, username: string): Promise<void> {
  await page.setViewportSize(DESKTOP)
  await enter(page, district, username)
}

/** The same page on a phone, nothing sticking out; the wide screen comes back afterwards. */
export async function onPhone(page: Page, look: () => Promise<void>): Promise<void> {
  await page.setViewportSize(PHONE)
  await settled(page)
  await look()
  expect(await overflow(page), `${page.url()} at ${PHONE.width}`).toEqual({ pixels: 0, by: [] })
  await page.setViewportSize(DESKTOP)
  await settled(page)
}

/** What the opener gives to keep: its name and bytes. */
export async function download(page: Page, opener: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), opener.click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}
