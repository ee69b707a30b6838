/** Keepers, bound to their endpoints. */
import { type Outcome, ok } from '#kernel/outcome.ts'
import { mayDo, runCommand } from '#platform/command.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { type RoleKey, roles } from '#policy/roles.ts'
import { keeperRows, type KeeperRow } from './book-state.store.ts'
import { appointKeeper, relieveKeeper } from './keepers.commands.ts'
import * as contract from './keepers.contract.ts'

type Named = KeeperRow & { readonly name: string; readonly document: string; readonly end_document: string | null }

async function namedKeepers(on: Executor, district: string): Promise<Named[]> {
  const names = await rows(
    on,
    sql<{ keeper_no: bigint; name: string; document: string; end_document: string | null }>`select k.keeper_no, p.name, k.document,
        e.document as end_document
      from book_keeper k join person p on p.district = k.district and p.person_id = k.person_id
      left join book_keeper_end e on e.district = k.district and e.keeper_no = k.keeper_no
      where k.district = ${district}`,
  )
  const byNo = new Map(names.map((n) => [n.keeper_no, n]))
  return (await keeperRows(on, district)).map((k) => ({ ...k, ...byNo.get(k.keeper_no)! }))
}

/** People whose role may post. */
const candidates = async (on: Executor, district: string) => {
  const posting = (Object.keys(roles) as RoleKey[]).filter((r) => (roles[r].permissions as readonly string[]).includes('ledger.post'))
  return rows(
    on,
    sql<{ person_id: string; name: string; role: RoleKey }>`select person_id, name, role from person
      where district = ${district} and role = any(${posting}::text[]) and not disabled order by name`,
  )
}

const numbered = (outcome: Outcome<{ keeperNo: bigint }>): Outcome<{ keeperNo: string }> =>
  outcome.ok ? ok({ keeperNo: String(outcome.value.keeperNo) }) : outcome

export function keepersRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listKeepers, async ({ actor }) => {
      const today = clock.today()
      const may = mayDo(actor, 'ledger.appoint')
      const because = may ? null : { zh: '由统筹办或领导小组任命', en: 'The coordination office or the leading group appoints' }
      return {
        keepers: (await namedKeepers(database.db, actor.district)).map((k) => ({
          keeperNo: String(k.keeper_no),
          book: k.book,
          bookLabel: books[k.book].label,
          personId: k.person_id,
          name: k.name,
          from: k.from_date,
          to: k.to_date,
          document: k.document,
          endDocument: k.end_document,
          onDuty: k.from_date <= today && (k.to_date === null || today <= k.to_date),
        })),
        candidates: (await candidates(database.db, actor.district)).map((p) => ({
          personId: p.person_id,
          name: p.name,
          roleLabel: roles[p.role].label,
        })),
        actions: [
          { name: 'appoint', label: { zh: '任命记账人', en: 'Appoint a keeper' }, allowed: may, because },
          { name: 'relieve', label: { zh: '解除任命', en: 'Relieve' }, allowed: may, because },
        ],
      }
    }),
    bind(contract.appoint, async ({ actor, body, key }) =>
      numbered(await runCommand(database, appointKeeper, body, { actor, key, clock })),
    ),
    bind(contract.relieve, async ({ actor, params, body, key }) =>
      numbered(await runCommand(database, relieveKeeper, { keeperNo: BigInt(params.no), ...body }, { actor, key, clock })),
    ),
  ]
}
