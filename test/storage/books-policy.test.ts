/** The tables by which the database guards the books say what policy says: listed moves (I6), who helps whom (I14), open ends (I3). */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { rows, sql, theRow } from '#platform/db/sql.ts'
import { type BookKey, helps, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { engines } from '../support/database.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })

  test('every move of every kind of posting, and no other', async () => {
    const found = await rows(
      database.db,
      sql<{ move: string }>`select kind || ' ' || from_stage || ' ' || to_stage as move from posting_transition`,
    )
    const listed = (Object.keys(postings) as PostingKindKey[]).flatMap((kind) =>
      postings[kind].moves.map((m) => `${kind} ${m.from} ${m.to}`),
    )
    expect(found.map((f) => f.move).sort()).toEqual(listed.sort())
  })

  test('who helps whom', async () => {
    const found = await rows(database.db, sql<{ help: string }>`select giver || ' ' || receiver as help from book_help`)
    const listed = (Object.keys(helps) as BookKey[]).flatMap((giver) => helps[giver].map((receiver) => `${giver} ${receiver}`))
    expect(found.map((f) => f.help).sort()).toEqual(listed.sort())
  })

  test('only the open ends of the sides may lie below zero', async () => {
    const { text } = await theRow(
      database.db,
      sql<{ text: string }>`select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'account_not_below_zero'`,
    )
    const open = (Object.keys(stages) as StageKey[]).filter((stage) => 'open' in stages[stage])
    expect([...text.matchAll(/'(\w+)'/g)].map((m) => m[1]!).sort()).toEqual([...open].sort())
  })
})
