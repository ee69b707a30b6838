/** What the treasurer's officers ask for: settlements, promises, supplements, carry-over, months and years, keepers, debt, the bank. */
import { addDay, BOOKS, bare, isDownhill, monthOf, placeOf, total, type Written } from './book-rules.ts'
import { Books } from './books.ts'
import { INCOME_KINDS } from './income.ts'
import { closedYear, nextOf } from './judge-periods.ts'
import { drawnOf, givable, owedBy, shortfallOf, unspentOf, valueOf } from './plans.ts'
import type { Act, BankLine, Phase, Request } from './requests.ts'
import type { Workload } from './workload.ts'

export function drawTreasury(w: Workload, act: Act): Request | null {
  const { a, chance } = w
  const who = w.who(act)
  const lot = () => w.one([...a.lots.keys()], 'lot_none')
  switch (act) {
    case 'settle': {
      const contract = w.one([...a.contracts.keys()], 'con_none')
      const signedOn = a.contracts.get(contract)?.signedOn ?? a.today
      const value = a.contracts.has(contract) ? valueOf(a, contract) : 1n
      const audited = chance.weighted({ all: 30, cut: 60, more: 5, none: 5 })
      const amount = { all: value, cut: value - value / BigInt(chance.whole(4, 40)), more: value + 1n, none: 0n }[audited]
      const accepted = chance.chance(0.95) ? signedOn : a.today
      return { act, who, contract, audited: amount, on: w.date(), accepted, basis: w.number('审') }
    }
    case 'withdraw': {
      const settled = [...a.contracts].filter(([, c]) => c.settlement).map(([id]) => id)
      const contract = w.one(settled.length > 0 ? settled : [...a.contracts.keys()], 'con_none')
      return { act, who, contract, on: w.date(), basis: w.number('撤') }
    }
    case 'contract-act':
      return contractAct(w, act)
    case 'phases':
      return phases(w)
    case 'promise': {
      const expecting = [...a.lots.keys()].filter((id) => a.held({ lot: id, stage: 'expected' }) > 0n)
      const from = w.one(expecting, 'lot_none')
      const project = w.projectFor(from, 'reserve')
      const { phases: planned = [] } = a.projects.get(project) ?? {}
      const year = planned.length > 0 && chance.chance(0.95) ? chance.pick(planned).year : chance.whole(2017, 2021)
      const room = planned.reduce((sum, p) => (p.year <= year ? sum + p.need : sum), 0n) - a.given(project)
      const held = a.held({ lot: from, stage: 'expected' })
      const amount = w.amount(room < held ? room : held)
      return { act, who, lot: from, project, year, amount, on: w.date(), basis: w.number('留') }
    }
    case 'promise-release': {
      const places = a.placesOf('promised')
      if (places.length === 0) return null
      const place = chance.pick(places)
      const project = chance.chance(0.95) ? place.project : chance.pick([...a.projects.keys()])
      return { act, who, lot: place.lot, project, amount: w.amount(a.held(place)), on: w.date(), basis: w.number('收') }
    }
    case 'supplement':
      return supplement(w)
    case 'give-back': {
      const standing = [...a.supplements].filter(([, s]) => !s.written.reversed).map(([id]) => id)
      const found = w.one(chance.chance(0.9) ? standing : [...a.supplements.keys()], 'sup_none')
      return { act, who, supplement: found, on: w.date(), basis: w.number('还') }
    }
    case 'carry':
      return carry(w, lot())
    case 'income':
      return income(w, who)
    case 'year-end': {
      const year = Number(a.today.slice(0, 4)) - (chance.chance(0.8) ? 1 : 0)
      if (year < 2017 && chance.chance(0.95)) return null
      return { act, who, year, basis: w.number('转'), stale: chance.chance(0.05) }
    }
    default:
      return drawPeriods(w, act, who)
  }
}

/** Mostly the right book and no narrower uses; the document is of the day or before. */
function income(w: Workload, who: string): Request {
  const { a, chance } = w
  const kind = chance.pick(INCOME_KINDS)
  const book = chance.chance(0.9) ? (kind === 'interest' ? chance.pick(BOOKS) : 'coordination') : chance.pick(BOOKS)
  const on = w.date()
  const documentOn = addDay(on, chance.pick([0, 0, -5, -20, ...(chance.chance(0.1) ? [1] : [])]))
  const docNo = chance.chance(0.05) ? chance.pick([...a.notices]) : `收益〔${on.slice(0, 4)}〕${a.lots.size + 1}号`
  const amount = chance.chance(0.95) ? BigInt(chance.whole(1, 5_000_000)) : BigInt(-chance.whole(0, 1))
  const uses = chance.chance(0.7) ? [] : chance.some(['industry', 'road', 'relief', 'public-service'], 0.4)
  return { act: 'income', who, kind, book, docNo, documentOn, uses, amount, on, basis: w.number('收') }
}

function drawPeriods(w: Workload, act: Act, who: string): Request | null {
  const { a, chance } = w
  const book = chance.chance(0.6) ? w.favourite : chance.pick(BOOKS)
  const reason = chance.chance(0.97) ? '漏记' : ' '
  switch (act) {
    case 'close': {
      const next = nextOf(a, book) || monthOf(a.today)
      const month = next + (chance.chance(0.04) ? 1 : chance.chance(0.04) ? -1 : 0)
      // Closing what is not over is tried now and then; a month that ends in 13 or 00 is none.
      if (month % 100 > 12 || month % 100 === 0 || (month >= monthOf(a.today) && chance.chance(0.9))) return null
      return { act, who, book, month, reason: '' }
    }
    case 'reopen-month': {
      const last = a.books.closed.get(book) ?? 0
      if (last === 0 && chance.chance(0.95)) return null
      const month = last === 0 ? monthOf(a.today) : last - (chance.chance(0.05) && last % 100 > 1 ? 1 : 0)
      return { act, who, book, month, reason }
    }
    case 'close-year':
    case 'reopen-year': {
      const year = Number(a.today.slice(0, 4)) - (chance.chance(0.95) ? 1 : 0)
      const ready = act === 'reopen-year' ? closedYear(a, book, year) !== undefined : year >= 2017 && nextOf(a, book) >= year * 100 + 12
      return ready || chance.chance(0.1) ? { act, who, book, year, reason } : null
    }
    case 'appoint': {
      const person = chance.chance(0.9) ? w.ofRole('finance') : w.ofRole(null)
      return { act, who, book, person, on: addDay(a.today, chance.pick([0, 0, -20, 15])) }
    }
    case 'relieve': {
      const keeper = chance.chance(0.97) ? chance.pick(a.books.keepers.filter((k) => k.to === null)).no : a.books.keepers.length + 1
      return { act, who, keeper, on: addDay(a.today, chance.pick([0, -1, -10, 20, 45])) }
    }
    case 'loan':
    case 'draw':
    case 'repay':
    case 'interest':
    case 'return-unused':
      return debt(w, act, who)
    default:
      return bank(w, act, who)
  }
}

function contractAct(w: Workload, act: 'contract-act'): Request {
  const { a, chance } = w
  const doing = chance.pick(['release', 'fine', 'refund', 'recovery'] as const)
  const from = {
    release: 'committed',
    fine: chance.pick(['committed', 'retained']),
    refund: chance.pick(['paid', 'advanced']),
    recovery: 'recoverable',
  }
  const stage = chance.chance(0.97) ? from[doing] : 'ordered'
  const rich = [...a.contracts.keys()].filter((contract) => a.held({ contract, stage }) > 0n)
  const contract = w.one(rich.length > 0 ? rich : [...a.contracts.keys()], 'con_none')
  const held = a.held({ contract, stage })
  const amount = w.amount(chance.chance(0.5) ? held : held / 2n)
  return { act, who: w.who(act), contract, doing, from: stage, amount, on: w.date(), basis: w.number('合同办理') }
}

function phases(w: Workload): Request {
  const { a, chance } = w
  const project = w.one([...a.projects.keys()], 'prj_none')
  const known = a.projects.get(project)
  const basis = `规划${a.books.written.length}`
  if (!known) return { act: 'phases', who: w.who('phases'), project, phases: [{ year: 2017, need: 1n }], basis }
  let left = a.given(project)
  const plan = Array.from({ length: chance.whole(1, 4) }, (_, i): Phase => {
    const old = known.phases.find((p) => p.year === known.year + i)
    const filled = old ? (left < old.need ? left : old.need) : 0n
    left -= filled
    return { year: known.year + i, need: filled + BigInt(chance.whole(chance.chance(0.1) ? 0 : 1, 20_000_000)) }
  })
  const last = plan.at(-1)!
  const all = left > 0n ? [...plan.slice(0, -1), { ...last, need: last.need + left }] : plan
  const odd = chance.weighted({ as: 88, far: 3, twice: 3, late: 3, none: 3 })
  const changed = {
    as: all,
    far: [...all, { year: known.year + 5, need: 1n }],
    twice: [...all, all[0]!],
    late: all.map((p) => ({ ...p, year: p.year + 1 })),
    none: [],
  }[odd]
  return { act: 'phases', who: w.who('phases'), project, phases: changed, basis }
}

function supplement(w: Workload): Request {
  const { a, chance } = w
  const pairs = BOOKS.flatMap((giver) => BOOKS.filter((b) => b !== giver).map((receiver) => ({ giver, receiver })))
  const { giver, receiver } = chance.pick(chance.chance(0.9) ? pairs.filter((p) => isDownhill(p.giver, p.receiver)) : pairs)
  const year = Number(a.today.slice(0, 4)) + (chance.chance(0.2) ? 1 : 0)
  const on = w.date()
  const there = (project: string) => total(givable(a, { project, year, giver, receiver, on }))
  const room = (project: string) => {
    const [short, most] = [shortfallOf(a, project, year, receiver), there(project)]
    return short < most ? short : most
  }
  // Now and then all that the giver has, though the receiver is not so short.
  const greedy = chance.chance(0.3)
  const able = [...a.projects.keys()].filter((id) => (greedy ? there(id) > room(id) : room(id) > 0n))
  const project = w.one(able.length > 0 && chance.chance(0.9) ? able : [...a.projects.keys()], 'prj_none')
  const amount = w.amount(!a.projects.has(project) ? 1n : greedy ? there(project) : room(project))
  return { act: 'supplement', who: w.who('supplement'), giver, receiver, project, year, amount, on, basis: w.number('补') }
}

function carry(w: Workload, lot: string): Request {
  const { a, chance } = w
  const known = a.lots.get(lot)
  const doing = chance.pick(['carry-over', 'carry-over', 'reallocate', 'return'] as const)
  const available = known ? a.held(placeOf('available', bare(lot, known.book))) : 0n
  const amount = doing === 'return' && chance.chance(0.7) ? w.amount(available) : null
  const usableTo = known && doing !== 'return' && chance.chance(0.3) ? known.usableTo + chance.pick([1, 1, 1, 0, -1]) : null
  const basis = doing === 'reallocate' || unspentOf(a, lot) === 0n ? `决${a.books.written.length}` : w.number('决')
  return { act: 'carry', who: w.who('carry'), lot, doing, amount, usableTo, on: w.date(), basis }
}

function debt(w: Workload, act: 'loan' | 'draw' | 'repay' | 'interest' | 'return-unused', who: string): Request | null {
  const { a, chance } = w
  if (act === 'loan') return agreement(w, who)
  const loan = w.one([...a.loans.keys()], 'loan_none')
  const known = a.loans.has(loan)
  const basis = `证${a.books.written.length}-${chance.whole(1, 999)}`
  const on = w.date()
  if (act === 'draw') {
    const left = known ? a.loans.get(loan)!.line - drawnOf(a, loan) : 1n
    const notice = a.notices.size > 0 && chance.chance(0.05) ? chance.pick([...a.notices]) : `提款〔2017〕${a.notices.size + 1}号`
    return { act, who, loan, amount: w.amount(left), on, notice, basis }
  }
  if (act === 'return-unused')
    return { act, who, loan, amount: w.amount(known ? owedBy(a, loan, 'unused') : 1n), on, basis: w.number('还') }
  const source = chance.chance(0.93) ? '城投公司经营收入' : chance.pick(['统筹专账', '财政专项资金', '专户'])
  const most = act === 'repay' ? (known ? owedBy(a, loan, 'owed') : 1n) : BigInt(chance.whole(1, 500_000))
  return { act, who, loan, amount: w.amount(most), on, source, basis: act === 'repay' ? w.number('还本') : basis }
}

function agreement(w: Workload, who: string): Request {
  const { a, chance } = w
  const no = a.loans.size > 0 && chance.chance(0.06) ? chance.pick([...a.loans.values()]).no : `借〔2017〕${a.loans.size + 1}号`
  const line = chance.chance(0.96) ? BigInt(chance.whole(1_000_000, 90_000_000)) : 0n
  const starts = addDay(a.today, -chance.whole(0, 30))
  const ends = chance.chance(0.95) ? addDay(starts, chance.whole(200, 3000)) : starts
  const repayment = chance.pick(['bullet', 'equal', 'schedule'] as const)
  const half = line / 2n
  const schedule = [
    { on: addDay(starts, 100), principal: half },
    { on: ends, principal: chance.chance(0.93) ? line - half : line - half + 1n },
  ]
  const ratePpm = chance.chance(0.95) ? chance.whole(0, 100_000) : 250_000
  const months = chance.chance(0.95) ? chance.pick([1, 3, 6, 12]) : 5
  const paper = { no, bond: chance.chance(0.3), line, ratePpm, days: chance.pick([360, 365] as const), starts, ends, months }
  return { act: 'loan', who, ...paper, repayment, schedule: repayment === 'schedule' ? schedule : [] }
}

function bank(w: Workload, act: Act, who: string): Request | null {
  const { a, chance } = w
  const open = [...a.bank.lines.values()].filter((l) => l.match === null)
  switch (act) {
    case 'statement':
      return statement(w, who)
    case 'match':
      return match(w, who)
    case 'explain': {
      const silent = open.filter((l) => l.kind === null)
      if (silent.length === 0 && chance.chance(0.95)) return null
      const line = silent.length > 0 && chance.chance(0.95) ? chance.pick(silent) : chance.pick([...a.bank.lines.values()])
      if (!line) return null
      const right = line.amount > 0n ? ['receipt-not-booked', 'interest', 'returned-payment'] : ['payment-not-booked', 'bank-charge']
      const kind = chance.pick(chance.chance(0.9) ? [...right, 'bank-error'] : ['receipt-not-booked', 'payment-not-booked'])
      return { act, who, line: line.no, kind }
    }
    case 'undo': {
      const matches = [...a.bank.matches].filter(([, m]) => !m.undone).map(([id]) => id)
      if (matches.length === 0) return null
      return { act, who, match: w.one(chance.chance(0.9) ? matches : [...a.bank.matches.keys()], 'mat_none') }
    }
    default:
      return null
  }
}

/** Postings that crossed the bank and that it has not told of yet. */
const untold = (w: Workload, to: string): Written[] => {
  const told = new Set([...w.a.bank.lines.values()].flatMap((l) => l.summary.split(' ')))
  return w.a.books.written.filter((x) => x.date <= to && x.id !== '' && Books.atBank(x) !== 0n && !told.has(x.id))
}

/** A month at the bank: most of what the books have, several postings to a line now and then, with lines that the books do not know. */
export function statement(w: Workload, who: string): Request | null {
  const { a, chance } = w
  const from = addDay(a.bank.to)
  const month = monthOf(a.today)
  const end = addDay(`${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}-01`, -1)
  if (end < from && chance.chance(0.97)) return null
  const to = end < from ? addDay(a.today) : end
  const groups: Written[][] = []
  for (const x of untold(w, to)) {
    if (groups.length === 0 || chance.chance(0.5)) groups.push([x])
    else groups.at(-1)!.push(x)
  }
  let no = a.bank.lines.size
  const lines = groups.flatMap((group): BankLine[] => {
    const amount = group.reduce((sum, x) => sum + Books.atBank(x), 0n)
    if (amount === 0n || chance.chance(0.1)) return []
    const on = group.map((x) => x.date).reduce((latest, date) => (date > latest ? date : latest), from)
    return [{ no: ++no, on, amount, summary: group.map((x) => x.id).join(' ') }]
  })
  if (chance.chance(0.3)) lines.push({ no: ++no, on: to, amount: BigInt(chance.whole(1, 9000)), summary: '结息' })
  // A payment that the bank could not make and took back the same day: the books crossed nothing.
  if (chance.chance(0.3)) {
    const amount = BigInt(chance.whole(1, 1_000_000))
    lines.push({ no: ++no, on: to, amount: -amount, summary: '付款' }, { no: ++no, on: to, amount, summary: '退汇' })
  }
  const sorted = lines.sort((x, y) => (x.on < y.on ? -1 : x.on > y.on ? 1 : x.no - y.no))
  return { act: 'statement', who, from, to, opening: a.bank.balance, lines: sorted }
}

function match(w: Workload, who: string): Request | null {
  const { a, chance } = w
  const open = [...a.bank.lines.values()].filter((l) => l.match === null)
  if (open.length === 0) return null
  const line = chance.pick(open)
  const ids = line.summary.split(' ').filter((id) => a.posting(id) !== undefined)
  const odd = chance.weighted({ as: 92, less: 4, other: 4 })
  if (ids.length === 0) {
    const back = open.find((l) => l.no !== line.no && l.on === line.on && l.amount === -line.amount)
    if (!back) return null
    return { act: 'match', who, bank: [line.no, back.no], book: [], note: chance.chance(0.9) ? '退汇' : ' ' }
  }
  const crossing = a.books.written.filter((x) => x.id !== '' && Books.crosses(x))
  const book = { as: ids, less: ids.slice(1), other: [...new Set([...ids, chance.pick(crossing).id])] }[odd]
  return { act: 'match', who, bank: [line.no], book, note: '' }
}
