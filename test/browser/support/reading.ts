/** Reads the screen as a person does: amounts with their unit as exact fen, tables as rows of texts. */
import { expect, type Locator, type Page } from '@playwright/test'
import { type MoneyUnit, parseFen } from '#kernel/money.ts'

const AMOUNT = /([-−]?\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)/
const UNIT_OF_COLUMN = /[((](亿元|万元|元)[))]\s*$/

const WIDTHS: readonly string[] = [',，', ':：', ';；', '(（', ')）', '!！', '?？']

/** These words, whether punctuation between Chinese is written in half or in full width. */
export function words(text: string): RegExp {
  const pattern = [...text].map((letter) => {
    const both = WIDTHS.find((pair) => pair.includes(letter))
    return both ? `[${both}]` : letter.replace(/[.*+^${}|[\]\\/-]/, '\\$&')
  })
  return new RegExp(pattern.join(''))
}

/** `1,508.00 万元` somewhere in the text → 1508000000n. */
export function fenIn(text: string): bigint {
  const found = AMOUNT.exec(text)
  const fen = found && parseFen(found[1]!, found[2] as MoneyUnit)
  if (fen === null || fen === undefined) throw new Error(`no amount in “${text}”`)
  return fen
}

/** The first amount a place shows, as fen. */
export const fenAt = async (place: Locator): Promise<bigint> => fenIn(await place.innerText())

export interface ReadTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The line of sums; empty when there is none. */
  readonly total: readonly string[]
}

/** A table of the product on a wide screen; hidden measuring rows are left out. */
export async function readTable(place: Locator): Promise<ReadTable> {
  // A rounded amount carries its exact yuan in the title, which is what is read.
  const cells = (rows: Locator) =>
    rows.evaluateAll((found) =>
      found.map((row) =>
        [...row.children].map((cell) => {
          const text = (cell as HTMLElement).innerText.trim()
          const rounded = cell.querySelector<HTMLElement>('.money[data-rounded]')
          return rounded && rounded.innerText.trim() === text ? rounded.title : text
        }),
      ),
    )
  await expect(place.getByRole('columnheader').first()).toBeVisible()
  await expect(place.locator('.ant-spin-spinning')).toHaveCount(0)
  const head = await place.getByRole('columnheader').allInnerTexts()
  const rows = await cells(place.locator('tbody tr:not([aria-hidden])'))
  const [total = []] = await cells(place.locator('tfoot tr'))
  return { head: head.map((text) => text.trim()), rows, total }
}

const columnOf = (table: ReadTable, title: string): number => {
  const at = table.head.findIndex((head) => head.replace(UNIT_OF_COLUMN, '').trim() === title)
  if (at < 0) throw new Error(`no column “${title}” among ${table.head.join(' | ')}`)
  return at
}

/** The money column of this title, in fen: each row, and the sum the table prints below. */
export function moneyColumn(table: ReadTable, title: string): { readonly rows: readonly bigint[]; readonly total: bigint | null } {
  const at = columnOf(table, title)
  const unit = UNIT_OF_COLUMN.exec(table.head[at]!)?.[1]
  if (!unit) throw new Error(`the column “${table.head[at]}” names no unit`)
  const fen = (text: string | undefined) => {
    if (text?.endsWith(' 元')) return fenIn(text)
    const amount = text === '–' ? 0n : parseFen(text ?? '', unit as MoneyUnit)
    if (amount === null) throw new Error(`“${text}” is no amount`)
    return amount
  }
  return { rows: table.rows.map((row) => fen(row[at])), total: table.total.length > 0 ? fen(table.total[at]) : null }
}

/** The same table on a phone, where every row is a card: its labelled values, the sums last. */
export async function readCards(place: Locator): Promise<readonly ReadonlyMap<string, string>[]> {
  await expect(place.getByRole('listitem').first()).toBeVisible()
  const cards = await place
    .getByRole('listitem')
    .evaluateAll((found) =>
      found.map((one) =>
        [...one.querySelectorAll('dl > div')].map((pair): [string, string] => [
          pair.querySelector('dt')?.innerText.trim() ?? '',
          pair.querySelector('dd')?.innerText.trim() ?? '',
        ]),
      ),
    )
  return cards.map((pairs) => new Map(pairs))
}

/** The amount of a card under this title, in fen; the unit stands in the title. */
export function amountOfCard(card: ReadonlyMap<string, string>, title: string): bigint {
  const found = [...card].find(([label]) => label.replace(UNIT_OF_COLUMN, '') === title)
  if (!found) throw new Error(`no “${title}” among ${[...card.keys()].join(' | ')}`)
  return fenIn(`${found[1]} ${UNIT_OF_COLUMN.exec(found[0])?.[1] ?? ''}`)
}

export const textColumn = (table: ReadTable, title: string): string[] => {
  const at = columnOf(table, title)
  return table.rows.map((row) => row[at] ?? '')
}

export const sumOf = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, amount) => sum + amount, 0n)

/** The value beside a label in a list of facts. */
export const fact = (place: Page | Locator, label: string): Locator => place.locator(`div:has(> dt:text-is("${label}")) > dd`)

/** The state beside the title of a page. */
export const stateOf = (page: Page): Locator => page.locator('.page-head .state-tag')

/** A card by its title. */
export const card = (page: Page, title: string | RegExp): Locator =>
  page.locator('.ant-card').filter({ has: page.locator('.ant-card-head-title').getByText(title) })

/** Chooses in a select by what its option says. */
export async function choose(page: Page, field: Locator, option: string | RegExp): Promise<void> {
  await field.click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click()
}

/** Gives a file to the button that opens the file chooser. */
export async function give(page: Page, opener: Locator, files: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), opener.click()])
  await chooser.setFiles(files)
}

/** The picture is really drawn: a canvas with more than a trace of ink. */
export async function expectDrawn(picture: Locator): Promise<void> {
  const canvas = picture.locator('canvas').first()
  await expect(canvas).toBeVisible()
  await expect
    .poll(() =>
      canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement
        const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
        let inked = 0
        for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) inked++
        return inked
      }),
    )
    .toBeGreaterThan(2000)
}
