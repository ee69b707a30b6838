/** "As of" and "as known on", as people ask for them. A day that does not exist or has not come is refused in words. Pure. */
import { type CivilDate, civilDateOfInstant, parseCivilDate } from '#kernel/civil-date.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'

export const refuse = refusals({
  moment_no_date: {
    kind: 'invalid',
    zh: '{field}“{value}”不是日期；请写成 2017-06-30 这样，并核对这个月有没有这一天',
    en: '{fieldEn} "{value}" is not a date; write it like 2017-06-30 and check that the month has that day',
  },
  moment_in_future: {
    kind: 'invalid',
    zh: '{field} {value} 还没有到，今天是 {today}；账上没有将来的事',
    en: '{fieldEn} {value} has not come, today is {today}; the books know nothing of the future',
  },
})

/** `asOf`: when it happened, a civil date, inclusive. `knownAt`: when it was recorded, an instant or a date (its end in Shanghai). */
export interface Moment {
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
}

const FIELDS = {
  asOf: { field: '截至日期', fieldEn: 'As of' },
  knownAt: { field: '已知日期', fieldEn: 'As known on' },
} as const

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/

/** `today` itself is no other moment: it is dropped, and the answer is that of now. An instant keeps its exact time. */
export function readMoment(asked: Moment, today: CivilDate): Outcome<Moment> {
  const read: { asOf?: string; knownAt?: string } = {}
  for (const name of ['asOf', 'knownAt'] as const) {
    const value = asked[name]
    if (!value) continue
    const exact = name === 'knownAt' && INSTANT.test(value) && Number.isFinite(Date.parse(value))
    const date = exact ? civilDateOfInstant(Date.parse(value)) : parseCivilDate(value)
    if (!date) return refuse('moment_no_date', { ...FIELDS[name], value })
    if (date > today) return refuse('moment_in_future', { ...FIELDS[name], value, today })
    if (exact || date < today) read[name] = value
  }
  return ok(read)
}
