/** What pages and statements ask of the county's books (county-books.ts), each as its page asks for it. */
import { must } from '#kernel/outcome.ts'
import { groupLots, listLots, lotFacets, lotProjects, sumLots } from '#features/funds/lot-list.store.ts'
import { listUses } from '#features/funds/lot-uses.store.ts'
import { bookSums } from '#features/ledger/ledger-list.store.ts'
import { type RawQuery, readQuery } from '#features/statements/statement-query.model.ts'
import { statementTable } from '#features/statements/statements.store.ts'
import { traceOf } from '#features/trace/trace.routes.ts'
import { systemClock } from '#platform/clock.ts'
import type { Database } from '#platform/db/database.ts'
import { type ListGrouping, listGroupings } from '#policy/fund-lists.ts'
import { type Grouping, groupings, type StatementName, statements } from '#policy/statements.ts'
import { DISTRICT } from './books.ts'
import { DEPARTMENT, payeeId, projectId } from './county-books.ts'

export type Read = (i: number) => Promise<unknown>

/** `lotIds`: the first is the one that everybody knows, as the first project is. */
export function readsOf({ db }: Database, lotIds: readonly string[], halfWay: number): Record<string, Read> {
  const today = systemClock.today()
  const page = { today, limit: 50, offset: 0 }
  const spread = (i: number): string => lotIds[1 + i * 7]!
  const statement = (name: string, raw: RawQuery, offset = 0) => {
    const query = must(readQuery(name, { period: '2016', ...(name === 'detail' ? { subject: '101' } : {}), ...raw }, today))
    return statementTable(db, DISTRICT, query, { offset, limit: 100 })
  }
  const scopes: Readonly<Record<string, (i: number) => RawQuery>> = {
    'of a year': () => ({}),
    'of the busiest lot': () => ({ lot: lotIds[0] }),
    'of the busiest project': () => ({ project: projectId(0) }),
    'of a lot': (i) => ({ lot: spread(i) }),
    'of a project': (i) => ({ project: projectId(1 + i * 7) }),
    'of a department': () => ({ department: DEPARTMENT }),
  }
  const narrowed = (Object.keys(statements) as StatementName[]).flatMap((name) =>
    Object.entries(scopes).map(([words, scope]): [string, Read] => [
      `${statements[name].en.toLowerCase()} ${words}`,
      (i) => statement(name, scope(i)),
    ]),
  )
  const divided = (['income', 'execution'] as const).flatMap((name) =>
    (Object.keys(groupings) as Grouping[]).map((by): [string, Read] => [
      `${statements[name].en.toLowerCase()} by ${by}`,
      () => statement(name, { by }),
    ]),
  )
  const grouped = (Object.keys(listGroupings) as ListGrouping[]).map((by): [string, Read] => [
    `lots ${listGroupings[by].en.toLowerCase()}`,
    () => groupLots(db, DISTRICT, by, page),
  ])
  return {
    'balances of the three books': () => bookSums(db, DISTRICT),
    ...Object.fromEntries(narrowed),
    ...Object.fromEntries(divided),
    'trial balance of a year, known half-way': () => statement('trial', { knownAt: '2016-06-30' }),
    'execution of quota of a year, known half-way': () => statement('execution', { knownAt: '2016-06-30' }),
    'journal of a year, a page half-way': () => statement('journal', {}, halfWay),
    'journal of the busiest lot, a page half-way': () => statement('journal', { lot: lotIds[0] }, halfWay >> 6),
    'journal of the busiest project, a page half-way': () => statement('journal', { project: projectId(0) }, halfWay >> 6),
    'lots, first page': () => listLots(db, DISTRICT, page),
    'lots, most paid first': () => listLots(db, DISTRICT, { ...page, sort: '-paid' }),
    'lots, the sums': () => sumLots(db, DISTRICT, page),
    'lots of a department, the sums': () => sumLots(db, DISTRICT, { ...page, department: DEPARTMENT }),
    'lots, what to choose from': () => lotFacets(db, DISTRICT),
    ...Object.fromEntries(grouped),
    'projects of the busiest lot': () => lotProjects(db, DISTRICT, lotIds[0]!),
    'uses, first page and sums': () => listUses(db, DISTRICT, page, false),
    'uses of a department, first page and sums': () => listUses(db, DISTRICT, { ...page, department: DEPARTMENT }, false),
    'uses, most paid first': () => listUses(db, DISTRICT, { ...page, sort: '-paid' }, false),
    'duties, first page and sums': () => listUses(db, DISTRICT, page, true),
    'way of a lot’s money': async (i) => must(await traceOf(db, DISTRICT, 'lot', spread(i))),
    'way of the busiest lot’s money': async () => must(await traceOf(db, DISTRICT, 'lot', lotIds[0]!)),
    'way of a project’s money': async (i) => must(await traceOf(db, DISTRICT, 'project', projectId(1 + i * 7))),
    'way of the busiest project’s money': async () => must(await traceOf(db, DISTRICT, 'project', projectId(0))),
    'way back from a payee': async (i) => must(await traceOf(db, DISTRICT, 'payee', payeeId(1 + i * 7))),
    'way back from the busiest payee': async () => must(await traceOf(db, DISTRICT, 'payee', payeeId(0))),
  }
}
