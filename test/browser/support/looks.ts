/** What every page must be, whoever looks at it and on whatever: quiet in the console, no wider than the screen, accessible. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** antd measures with inline styles, which the content security policy refuses without harm. Everything else is a finding. */
const KNOWN = /Content Security Policy directive.*style-src/s

/** Collects console errors and uncaught exceptions from now on; `take` answers with those since the last call. */
export function listen(page: Page): { take: () => string[] } {
  let heard: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !KNOWN.test(message.text())) heard.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => heard.push(String(error)))
  return {
    take: () => {
      const taken = heard
      heard = []
      return taken
    },
  }
}

/** The page has its heading and waits for nothing more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.locator('[aria-busy="true"], .ant-spin-spinning, .ant-skeleton')).toHaveCount(0)
}

/** How many pixels the page is wider than the screen; and what sticks out, to find it. */
export const overflow = (page: Page): Promise<{ readonly pixels: number; readonly by: readonly string[] }> =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth
    const scrolls = (element: Element): boolean => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true
      return false
    }
    const out = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > wide + 1 && !scrolls(element),
    )
    const by = out.slice(0, 3).map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`)
    return { pixels: document.documentElement.scrollWidth - wide, by }
  })

/** Serious and critical breaches of WCAG 2 A and AA, each with where it is. */
export async function breaches(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .flatMap((violation) =>
      violation.nodes.slice(0, 3).map((node) => `${violation.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
    )
}
