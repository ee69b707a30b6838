/** Periods, bound to their endpoints. */
import type { Text } from '#kernel/outcome.ts'
import { monthText } from '#features/ledger/ledger.model.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { closeMonth, closeYear, closingFacts, reopenMonth, reopenYear } from './periods.commands.ts'
import * as contract from './periods.contract.ts'
import { decideClose, decideReopen, monthToClose, type PeriodState } from './periods.model.ts'
import { type PeriodAction, type PeriodEvent, periodEvents, periodRows, periodStates } from './periods.store.ts'

const actionLabels: Readonly<Record<PeriodAction, Text>> = {
  close: { zh: '结账', en: 'Closed' },
  reopen: { zh: '反结账', en: 'Reopened' },
  'year-close': { zh: '年终结账', en: 'Year closed' },
  'year-reopen': { zh: '撤销年终结账', en: 'Year reopened' },
}

export function periodsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listPeriods, async ({ actor }) => {
      const [states, months, events] = [
        await periodStates(database.db, actor.district),
        await periodRows(database.db, actor.district),
        await periodEvents(database.db, actor.district),
      ]
      const out = []
      for (const state of states) {
        const next = monthToClose(state)
        const facts = next === null ? null : await closingFacts(database.db, actor.district, state, next)
        const decided = next === null || !facts ? null : decideClose(state, next, { today: clock.today(), ...facts })
        const reopening = decideReopen(state, state.closedThrough, '…', actor.personId)
        out.push({
          book: state.book,
          label: books[state.book].label,
          closedThrough: state.closedThrough > 0 ? monthText(state.closedThrough) : null,
          next:
            next === null || !facts
              ? null
              : {
                  month: monthText(next),
                  reconciliation: facts.reconciliation.state,
                  differenceFen: facts.reconciliation.differenceFen,
                  unexplained: facts.reconciliation.unexplained,
                  yearOpen: facts.yearOpen,
                },
          closedYears: state.closedYears.map((y) => y.year),
          months: months.filter((m) => m.book === state.book).map((m) => monthOut(state, m, events)),
          actions: actionsOf(actor, {
            close:
              decided === null ? { zh: '还没有可结的月份', en: 'There is no month to close' } : decided.ok ? null : decided.refusal.message,
            reopen: reopening.ok ? null : reopening.refusal.message,
            closeYear: facts?.yearOpen
              ? null
              : { zh: '结到 11 月之后、有收支时才能年终结账', en: 'After November is closed, when there is something to close' },
            reopenYear: state.closedYears.length > 0 ? null : { zh: '没有已年终结账的年度', en: 'No year is closed' },
          }),
        })
      }
      return {
        books: out,
        events: events.map((e) => ({
          book: books[e.book].label,
          month: monthText(e.month),
          action: actionLabels[e.action],
          reason: e.reason,
          person: e.person,
          recordedAt: e.recorded_at,
        })),
      }
    }),
    bind(contract.closeMonth, ({ actor, body, key }) => runCommand(database, closeMonth, body, { actor, key, clock })),
    bind(contract.reopenMonth, ({ actor, body, key }) => runCommand(database, reopenMonth, body, { actor, key, clock })),
    bind(contract.closeYear, ({ actor, body, key }) => runCommand(database, closeYear, body, { actor, key, clock })),
    bind(contract.reopenYear, ({ actor, body, key }) => runCommand(database, reopenYear, body, { actor, key, clock })),
  ]
}

function monthOut(state: PeriodState, m: { month: number; vouchers: number }, events: readonly PeriodEvent[]) {
  const closed = m.month <= state.closedThrough
  const closing = closed ? events.filter((e) => e.book === state.book && e.action === 'close' && e.month >= m.month).at(-1) : undefined
  return {
    month: monthText(m.month),
    vouchers: m.vouchers,
    closed,
    closedBy: closing?.person ?? null,
    closedAt: closing?.recorded_at ?? null,
  }
}

type Because = Text | null

function actionsOf(actor: Actor, why: { close: Because; reopen: Because; closeYear: Because; reopenYear: Because }) {
  const keeper = mayDo(actor, 'ledger.close') ? null : { zh: '由财政局结账', en: 'Finance closes periods' }
  const approver = mayDo(actor, 'ledger.reopen')
    ? null
    : { zh: '反结账由统筹办或领导小组批准', en: 'The coordination office or the leading group reopens' }
  const one = (name: string, label: Text, because: Because) => ({ name, label, allowed: because === null, because })
  return [
    one('close', { zh: '月末结账', en: 'Close the month' }, keeper ?? why.close),
    one('close-year', { zh: '年终结账', en: 'Close the year' }, keeper ?? why.closeYear),
    one('reopen', { zh: '反结账', en: 'Reopen' }, approver ?? why.reopen),
    one('reopen-year', { zh: '撤销年终结账', en: 'Take the year back' }, keeper ?? why.reopenYear),
  ]
}
