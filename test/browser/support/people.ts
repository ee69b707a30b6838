/** Coming in as one of the people of the demo district, through the sign-in page or, where that is not the point, by the API. */
import { type APIResponse, type Browser, expect, type Page } from '@playwright/test'
import { DEMO_PASSWORD } from '#scenario/people.ts'
import type { District } from './district.ts'

export { DEMO_PASSWORD }

/** Through the page: types name and password, and ends on the desk. */
export async function signIn(page: Page, district: District, username: string): Promise<void> {
  await page.goto(`${district.url}/login`)
  await page.getByLabel('用户名', { exact: true }).fill(username)
  await page.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: /您好$/ })).toBeVisible()
}

/** By the API; the page is then signed in like its person, and stands where it stood. */
export async function enter(page: Page, district: District, username: string): Promise<void> {
  const data = { username, password: DEMO_PASSWORD }
  const answer = await page.request.post(`${district.url}/api/session`, { data, headers: { 'Idempotency-Key': key() } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

type ComeIn = (page: Page, district: District, username: string) => Promise<void>

/** Everyone at an own browser, as in a real office: whoever came in once stays signed in. */
export class Office {
  readonly #browser: Browser
  readonly #district: District
  readonly #comeIn: ComeIn
  readonly #pages = new Map<string, Page>()

  constructor(browser: Browser, district: District, comeIn: ComeIn) {
    this.#browser = browser
    this.#district = district
    this.#comeIn = comeIn
  }

  /** The page of this person, who comes in the first time. */
  async at(username: string): Promise<Page> {
    const known = this.#pages.get(username)
    if (known) return known
    const page = await (await this.#browser.newContext()).newPage()
    await this.#comeIn(page, this.#district, username)
    this.#pages.set(username, page)
    return page
  }

  async close(): Promise<void> {
    for (const page of this.#pages.values()) await page.context().close()
  }
}

let keys = 0
const key = () => `journey-${process.pid}-${performance.now()}-${++keys}`

/** The API with the session of a page. Answers are JSON; a refusal fails the test with the server's words. */
export class Api {
  readonly #page: Page
  readonly #url: string
  readonly #token: string

  private constructor(page: Page, url: string, token: string) {
    this.#page = page
    this.#url = url
    this.#token = token
  }

  static async of(page: Page, district: District): Promise<Api> {
    const session = await page.request.get(`${district.url}/api/session`)
    return new Api(page, district.url, ((await session.json()) as { csrfToken: string }).csrfToken)
  }

  async get<Answer>(path: string): Promise<Answer> {
    return answerOf<Answer>(await this.#page.request.get(`${this.#url}${path}`))
  }

  async post<Answer>(path: string, data: object = {}): Promise<Answer> {
    const headers = { 'X-CSRF-Token': this.#token, 'Idempotency-Key': key() }
    return answerOf<Answer>(await this.#page.request.post(`${this.#url}${path}`, { data, headers }))
  }

  async upload<Answer>(path: string, name: string, buffer: Buffer, mimeType = 'application/octet-stream'): Promise<Answer> {
    const headers = { 'X-CSRF-Token': this.#token, 'Idempotency-Key': key() }
    return answerOf<Answer>(
      await this.#page.request.post(`${this.#url}${path}`, { multipart: { file: { name, mimeType, buffer } }, headers }),
    )
  }
}

async function answerOf<Answer>(response: APIResponse): Promise<Answer> {
  expect(response.ok(), `${response.url()}: ${response.status()} ${await response.text()}`).toBe(true)
  return (await response.json()) as Answer
}
