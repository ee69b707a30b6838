/**
 * The posting API acts upon a session as it was last read, and the transaction that saves checks it: whoever was signed out, disabled
 * or given another role in between, here or by another server on the same database, gets nothing saved.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { servicesOn } from '#app/open.ts'
import { buildServer } from '#app/server.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { disablePerson } from '#features/people/people.commands.ts'
import { deleteSession, insertSession } from '#features/people/people.store.ts'
import type { Database } from '#platform/db/database.ts'
import { newSecret } from '#platform/clock.ts'
import { rows, run, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let app: FastifyInstance
  let [lot, road] = ['', '']
  beforeAll(async () => {
    database = await open()
  })
  beforeEach(async () => {
    w = await World.open(database)
    const services = { ...servicesOn(database), clock: w.clock }
    app = await buildServer(services, new SolveRuns(services), { logLevel: 'silent', web: false })
    ;[lot] = (await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n })) as [string]
    ;[road] = (await w.projects({ name: '产业路', category: 'road', needFen: 1_000_00n })) as [string]
    await w.receive([lot, 1_000_00n])
  })
  afterEach(() => app.close())

  async function signIn(who: 'finance' | 'finance2' = 'finance', hours = 12) {
    const [token, csrfToken] = [`${w.district}.${newSecret()}`, newSecret()]
    const { personId } = w.actor(who)
    const expiresAt = w.clock.isoAt(w.clock.milliseconds() + hours * 3_600_000)
    await database.transaction((tx) => insertSession(tx, w.district, { token, personId, csrfToken, now: w.clock.now(), expiresAt }))
    return { token, headers: { cookie: `headgate_session=${token}`, 'x-csrf-token': csrfToken } }
  }
  type Session = Awaited<ReturnType<typeof signIn>>

  let serial = 0
  /** What the posting API says: of each item whether it was taken, or the refusal of the request. */
  async function post({ headers }: Session, count = 1): Promise<string> {
    const items = Array.from({ length: count }, () => ({
      key: `k${++serial}`,
      kind: 'reservation',
      businessDate: w.today(),
      basis: '方案',
      moves: [{ lotId: lot, projectId: road, amountFen: '1' }],
    }))
    const answer = await app.inject({ method: 'POST', url: '/api/ledger/postings', headers, payload: count === 1 ? items[0]! : items })
    const body = answer.json<{ error?: { code: string }; results?: { ok: boolean; code?: string }[] }>()
    return body.error ? `${answer.statusCode} ${body.error.code}` : body.results!.map((r) => (r.ok ? 'ok' : r.code)).join(' ')
  }
  test('a value that is no whole fen, and a date that is none, are named in the language of each', async () => {
    const { headers } = await signIn()
    const wrong = {
      key: 'w',
      kind: 'reservation',
      basis: '方案',
      moves: [{ lotId: lot, projectId: road, amountFen: '1.5' }],
      businessDate: '2017-02-30',
    }
    const answer = await app.inject({ method: 'POST', url: '/api/ledger/postings', headers, payload: wrong })
    const { findings } = answer.json<{ error: { findings: { message: { zh: string; en: string } }[] } }>().error
    expect(findings.map((f) => f.message).sort((one, other) => one.en.localeCompare(other.en))).toEqual([
      { zh: '“businessDate”填写不对：日期须为真实的日期，写成 YYYY-MM-DD', en: '"businessDate": date must be YYYY-MM-DD' },
      {
        zh: '“moves.0.amountFen”填写不对：金额须为以分为单位的整数，不带小数点',
        en: '"moves.0.amountFen": amount must be a decimal string of whole fen',
      },
    ])
  })

  const reserved = async () => (await w.stages(lot))['reserved'] ?? 0n
  const faults = async () => (await verifyBooks(database.db, w.district)).faults

  test('a session that ended elsewhere posts nothing, and the others that came along do', async () => {
    const [mine, theirs] = [await signIn('finance'), await signIn('finance2')]
    expect([await post(mine), await post(theirs), await post(mine), await post(theirs)]).toEqual(['ok', 'ok', 'ok', 'ok'])
    await database.transaction((tx) => deleteSession(tx, mine.token))
    expect(await Promise.all([post(mine), post(theirs), post(mine, 3), post(theirs, 2)])).toEqual([
      '401 not_signed_in',
      'ok',
      '401 not_signed_in',
      'ok ok',
    ])
    expect(await reserved()).toBe(7n)
    expect(await post(await signIn('finance'))).toBe('ok')
    expect(await faults()).toEqual([])
  })

  test('signing out by the page ends it at once', async () => {
    const mine = await signIn()
    expect([await post(mine), await post(mine)]).toEqual(['ok', 'ok'])
    const out = await app.inject({ method: 'DELETE', url: '/api/session', headers: mine.headers })
    expect(out.statusCode).toBe(200)
    expect(await post(mine)).toBe('401 not_signed_in')
    expect(await reserved()).toBe(2n)
  })

  test('whoever was disabled is out; who got another role is told so, and that is recorded', async () => {
    const [mine, theirs] = [await signIn('finance'), await signIn('finance2')]
    expect([await post(mine), await post(theirs)]).toEqual(['ok', 'ok'])
    await w.do('admin', disablePerson, { username: w.actor('finance').username })
    const { personId } = w.actor('finance2')
    await database.transaction((tx) =>
      run(tx, sql`update person set role = 'audit' where district = ${w.district} and person_id = ${personId}`),
    )
    expect(await Promise.all([post(mine), post(theirs)])).toEqual(['401 not_signed_in', 'not_permitted'])
    // What is remembered may let in, not turn away: the next is told at the door.
    expect(await post(theirs)).toBe('403 not_permitted')
    expect(await reserved()).toBe(2n)
    const said = await rows(
      database.db,
      sql<{ command: string }>`select command from audit_event where district = ${w.district} and person_id = ${personId} order by seq`,
    )
    expect(said.map((e) => e.command)).toEqual(['ledger.post', 'ledger.post.refused'])
  })

  test('a right that was given counts at once', async () => {
    const mine = await signIn()
    const { personId } = w.actor('finance')
    const become = (role: string) =>
      database.transaction((tx) =>
        run(tx, sql`update person set role = ${role} where district = ${w.district} and person_id = ${personId}`),
      )
    expect(await post(mine)).toBe('ok')
    await become('audit')
    expect(await post(mine)).toBe('not_permitted')
    await become('finance')
    expect([await post(mine), await post(mine)]).toEqual(['ok', 'ok'])
    expect(await reserved()).toBe(3n)
  })

  test('a session that has run out is out', async () => {
    const mine = await signIn('finance', 1)
    expect(await post(mine)).toBe('ok')
    w.goTo('2017-03-02')
    expect(await post(mine)).toBe('401 not_signed_in')
  })

  test('without the page’s token nothing is posted, remembered or not', async () => {
    const mine = await signIn()
    expect(await post(mine)).toBe('ok')
    expect(await post({ ...mine, headers: { ...mine.headers, 'x-csrf-token': 'wrong' } })).toBe('403 csrf_missing')
    expect(await reserved()).toBe(1n)
  })

  test('requests of one person that are saved together leave one sentence, those of another one of their own', async () => {
    const [mine, theirs] = [await signIn('finance'), await signIn('finance2')]
    await Promise.all([post(mine), post(theirs)])
    await Promise.all(Array.from({ length: 40 }, (_, i) => post(i % 4 === 3 ? theirs : mine)))
    const said = await rows(
      database.db,
      sql<{ zh: string; person: string; seq: bigint; covered: bigint }>`select sentence ->> 'zh' as zh, e.person_id as person, e.seq, (
          select count(*) from posting p where p.district = e.district and p.person_id = e.person_id and p.recorded_at = e.recorded_at) as covered
        from audit_event e where district = ${w.district} and command = 'ledger.post' order by seq`,
    )
    const many = said.flatMap(({ zh }) => {
      const found = /^批量记账 (\d+) 笔，共 [\d.]+ 元：扶贫专账第 (.+) 号$/.exec(zh)
      if (!found) return [{ count: 1, numbers: [0n] }]
      const numbers = found[2]!.split('、').flatMap((run) => {
        const [from, to] = run.split(' 至 ').map(BigInt)
        return Array.from({ length: Number((to ?? from!) - from!) + 1 }, (_, i) => from! + BigInt(i))
      })
      return [{ count: Number(found[1]), numbers }]
    })
    expect(many.reduce((sum, m) => sum + m.count, 0)).toBe(42)
    expect(many.map((m) => m.numbers.length)).toEqual(many.map((m) => m.count))
    expect(said.length).toBeLessThan(42)
    const named = many.flatMap((m) => m.numbers).filter((n) => n > 0n)
    expect(new Set(named).size).toBe(named.length)
    expect(await faults()).toEqual([])
  })
})
