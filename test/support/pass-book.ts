/** The bank's side of a story: what the bank booked, written by the test itself and not taken from the books, handed in month by month. */
import { addDays, type CivilDate, civilDate, daysInMonth } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { importStatement } from '#features/bank/bank.commands.ts'
import { ACCOUNT_NO, BankDesk, statementCsv, type StatementRow } from './bank.ts'
import type { World } from './world.ts'

export class PassBook {
  readonly #desk: BankDesk
  readonly #booked: StatementRow[] = []
  #from: CivilDate = civilDate('2017-01-01')
  #openingFen = 0n

  constructor(world: World) {
    this.#desk = new BankDesk(world)
  }

  async open(openedOn: string): Promise<void> {
    this.#from = civilDate(openedOn)
    await this.#desk.register(ACCOUNT_NO, openedOn)
  }

  /** Above zero: into the account. */
  book(on: string, amountFen: bigint, reference: string, counterparty = ''): void {
    this.#booked.push({ on, amountFen, reference, counterparty })
  }

  /** Imports everything up to the end of a month (`201703`) and confirms what the rules find. */
  async handIn(month: number): Promise<{ readonly matched: number; readonly unmatched: number }> {
    const [year, of] = [Math.floor(month / 100), month % 100]
    const to = civilDate(`${year}-${String(of).padStart(2, '0')}-${String(daysInMonth(year, of)).padStart(2, '0')}`)
    const lines = this.#booked.filter((b) => b.on >= this.#from && b.on <= to).sort((a, b) => (a.on < b.on ? -1 : 1))
    const closingFen = fen(lines.reduce((sum, l) => sum + l.amountFen, this.#openingFen))
    // A month without lines says nothing by itself, so its balances are written on it as a clerk would.
    const given = { from: this.#from, to, openingFen: fen(this.#openingFen), closingFen }
    const { fileId, contentHash } = await this.#desk.preview(statementCsv(this.#openingFen, lines), given)
    await this.#desk.w.do('finance', importStatement, { fileId, given, contentHash })
    this.#openingFen = closingFen
    this.#from = addDays(to, 1)
    const matched = await this.#desk.confirm(true)
    return { matched, unmatched: (await this.#desk.matching()).bankRows.size }
  }
}
