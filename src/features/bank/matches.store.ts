/** Matches in rows: what was matched by whom and why; an undone one stays, with its reason. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { row, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'

export interface NewMatch {
  readonly matchId: string
  readonly rule: string
  readonly confidence: 'certain' | 'likely' | 'hand'
  readonly explanation: { readonly agrees: readonly Text[]; readonly differs: readonly Text[]; readonly note: string }
  readonly lines: readonly {
    readonly bankLineId: string | null
    readonly postingId: string | null
    readonly on: CivilDate
    readonly amountFen: Fen
  }[]
}

export async function insertMatches(tx: Tx, district: string, matches: readonly NewMatch[], by: string, now: string): Promise<void> {
  const heads = matches.map((m) => {
    const days = m.lines.map((l) => l.on).sort()
    return {
      match_id: m.matchId,
      rule: m.rule,
      confidence: m.confidence,
      explanation: m.explanation,
      first_on: days[0]!,
      settled_on: days.at(-1)!,
    }
  })
  await run(
    tx,
    sql`insert into bank_match (district, match_id, rule, confidence, explanation, first_on, settled_on, matched_by, matched_at)
      select ${district}, match_id, rule, confidence, explanation, first_on, settled_on, ${by}, ${now} from ${tableOf(
        'x',
        { match_id: 'text', rule: 'text', confidence: 'text', explanation: 'jsonb', first_on: 'date', settled_on: 'date' },
        heads,
      )}`,
  )
  const settled = new Map(heads.map((h) => [h.match_id, h.settled_on]))
  const lines = matches.flatMap((m) =>
    m.lines.map((l, i) => ({
      match_id: m.matchId,
      line: i + 1,
      bank_line_id: l.bankLineId,
      posting_id: l.postingId,
      on_date: l.on,
      amount_fen: l.amountFen,
      settled_on: settled.get(m.matchId)!,
    })),
  )
  await run(
    tx,
    sql`insert into bank_match_line (district, match_id, line, bank_line_id, posting_id, on_date, amount_fen, settled_on)
      select ${district}, match_id, line, bank_line_id, posting_id, on_date, amount_fen, settled_on from ${tableOf(
        'x',
        {
          match_id: 'text',
          line: 'integer',
          bank_line_id: 'text',
          posting_id: 'text',
          on_date: 'date',
          amount_fen: 'bigint',
          settled_on: 'date',
        },
        lines,
      )}`,
  )
}

export interface MatchRow {
  readonly match_id: string
  readonly rule: string
  readonly confidence: 'certain' | 'likely' | 'hand'
  readonly explanation: NewMatch['explanation']
  readonly first_on: CivilDate
  readonly settled_on: CivilDate
  readonly matched_by: string
  readonly matched_at: string
  readonly undone_at: string | null
  readonly undone_by: string | null
  readonly undo_reason: string | null
  readonly bank_ids: readonly string[]
  readonly posting_ids: readonly string[]
}

const matchSelect = sql`m.match_id, m.rule, m.confidence, m.explanation, m.first_on, m.settled_on, coalesce(p.name, m.matched_by) as matched_by,
  m.matched_at, u.undone_at, coalesce(q.name, u.undone_by) as undone_by, u.reason as undo_reason,
  array(select l.bank_line_id from bank_match_line l where l.district = m.district and l.match_id = m.match_id and l.bank_line_id is not null
    order by l.line) as bank_ids,
  array(select l.posting_id from bank_match_line l where l.district = m.district and l.match_id = m.match_id and l.posting_id is not null
    order by l.line) as posting_ids`
const matchFrom = sql`bank_match m
  left join bank_match_undo u on u.district = m.district and u.match_id = m.match_id
  left join person p on p.district = m.district and p.person_id = m.matched_by
  left join person q on q.district = m.district and q.person_id = u.undone_by`

/** Newest first. `days` narrows to matches with a line in between. */
export async function listMatches(
  on: Executor,
  district: string,
  f: { readonly from?: CivilDate | undefined; readonly to?: CivilDate | undefined; readonly undone: boolean; readonly limit: number },
) {
  const where = sql`m.district = ${district} and ${f.undone ? sql`u.match_id is not null` : sql`u.match_id is null`}
    ${f.from ? sql`and m.settled_on >= ${f.from}` : sql``} ${f.to ? sql`and m.first_on <= ${f.to}` : sql``}`
  const found = await rows(
    on,
    sql<MatchRow>`select ${matchSelect} from ${matchFrom} where ${where} order by m.settled_on desc, m.match_id desc limit ${f.limit}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from ${matchFrom} where ${where}`)
  return { rows: found, total: Number(count!.n) }
}

export const findMatch = (on: Executor, district: string, matchId: string) =>
  row(on, sql<MatchRow>`select ${matchSelect} from ${matchFrom} where m.district = ${district} and m.match_id = ${matchId}`)

export const insertUndo = (tx: Tx, district: string, matchId: string, reason: string, by: string, now: string) =>
  run(
    tx,
    sql`insert into bank_match_undo (district, match_id, reason, undone_by, undone_at) values (${district}, ${matchId}, ${reason}, ${by}, ${now})`,
  )
