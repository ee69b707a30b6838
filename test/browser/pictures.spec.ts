/** Draws docs/screenshots anew: `HEADGATE_PICTURES=1 npx playwright test pictures`. Without the variable there is nothing to run. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { district } from './support/district.ts'
import { enter } from './support/people.ts'
import { desktopPictures, MOST_BYTES, phonePictures, type Picture } from './support/pictures.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screenshots', import.meta.url))

if (process.env['HEADGATE_PICTURES'] === '1') {
  const town = district()
  const draw = (picture: Picture, on: 'desktop' | 'phone') =>
    test(`${on}: ${picture.name}`, async ({ page }, info) => {
      test.skip(info.project.name !== on, `drawn on the ${on}`)
      await mkdir(FOLDER, { recursive: true })
      if (picture.username) await enter(page, town, picture.username)
      if (picture.height) await page.setViewportSize({ width: page.viewportSize()!.width, height: picture.height })
      await picture.open(page, town)
      const png = await page.screenshot({ animations: 'disabled' })
      await writeFile(path.join(FOLDER, `${picture.name}.png`), png)
      expect(png.length).toBeLessThanOrEqual(MOST_BYTES)
    })
  for (const picture of desktopPictures) draw(picture, 'desktop')
  for (const picture of phonePictures) draw(picture, 'phone')
}
