/** Every no of the books, in words; the order is the order of precedence. */
import { refusals } from '#kernel/outcome.ts'

export const refuse = refusals({
  nothing_to_post: { kind: 'invalid', zh: '这笔记账没有金额', en: 'There is nothing to post' },
  unbalanced: {
    kind: 'invalid',
    zh: '各行合计 {moves} 元，与所填总额 {total} 元不平，差 {difference} 元；请核对后重填，没有记账',
    en: 'The lines add up to {moves} yuan, not the given total of {total}; they differ by {difference}. Nothing was posted',
  },
  unknown_lot: { kind: 'not-found', zh: '没有编号为 {lot} 的资金', en: 'There is no lot {lot}' },
  unknown_project: { kind: 'not-found', zh: '没有编号为 {project} 的项目', en: 'There is no project {project}' },
  amount_must_be_positive: {
    kind: 'invalid',
    zh: '金额必须大于零，现为 {amount} 元；请填写正数',
    en: 'The amount must be above zero, it is {amount} yuan; enter a positive amount',
  },
  move_not_listed: {
    kind: 'rule-not-met',
    zh: '“{kind}”不能从“{from}”记到“{to}”；只能记：{allowed}',
    en: '"{kind}" may not move money from "{from}" to "{to}"; it may: {allowedEn}',
  },
  title_differs: {
    kind: 'rule-not-met',
    zh: '这笔钱是按“{paid}”付出的，记在“{title}”，不能用“{kind}”冲减别的科目；请改用“{right}”（kind: {name}）',
    en: 'This money was paid as "{paidEn}" and stands under "{titleEn}"; "{kindEn}" would lower another title. Use "{rightEn}" (kind: {name})',
  },
  not_of_payment: {
    kind: 'rule-not-met',
    zh: '这笔钱是按“{paid}”付出的，记在“{title}”，不能办“{kind}”；请核对项目和收款人',
    en: 'This money was paid as "{paidEn}" and stands under "{titleEn}"; "{kindEn}" is not for it. Check the project and the payee',
  },
  book_not_of_kind: {
    kind: 'rule-not-met',
    zh: '“{kind}”只能记在{books}，不能记在{book}',
    en: '"{kind}" belongs in {booksEn}, not in {bookEn}',
  },
  supplement_uphill: {
    kind: 'rule-not-met',
    zh: '资金只能由城投融资专账补充统筹专账、由统筹专账补充扶贫专账，不能从{from}补充{to}',
    en: 'Money goes downhill only, from financing to coordination to poverty; not from {fromEn} to {toEn}',
  },
  period_closed: {
    kind: 'rule-not-met',
    zh: '{book} {month} 已结账，不能再记这个月的账；请用未结账月份的日期，或先按程序反结账',
    en: '{bookEn} is closed for {month}; use a date in an open month, or have the month reopened first',
  },
  no_keeper: {
    kind: 'rule-not-met',
    zh: '{book}在 {date} 没有任命的记账人，不能记账；请先任命记账人',
    en: '{bookEn} has no appointed keeper on {date}; appoint one first',
  },
  not_keeper: {
    kind: 'forbidden',
    zh: '您不是{book}在 {date} 的记账人，不能记“{kind}”；请由该专账的记账人办理',
    en: 'You are not a keeper of {bookEn} on {date} and cannot post "{kindEn}"; its own keeper must',
  },
  books_mixed: {
    kind: 'rule-not-met',
    zh: '一笔记账只属于一个专账；请按专账分开记（专账之间的补充请用“专账间补充”办理）',
    en: 'A posting belongs to one book; post each book by itself (money between books goes by a supplement)',
  },
  basis_missing: { kind: 'invalid', zh: '缺少依据，请填写文件号或回单号', en: 'The basis is missing; give the document or receipt number' },
  date_in_future: {
    kind: 'invalid',
    zh: '记账日期 {date} 晚于今天 {today}，请改正',
    en: 'The business date {date} is after today {today}; correct it',
  },
  use_not_permitted: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”不能用于项目“{project}”，不符合规定：{rules}',
    en: 'The lot "{lot}" may not pay the project "{project}"; not met: {rulesEn}',
  },
  lot_undecided: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”自 {since} 起已 {months} 个月未用完，满 {limit} 个月必须先作出决定，才能再安排；请到“结转结余”页面结转、重新安排或上缴（{rule}）',
    en: 'The lot "{lot}" has been unspent for {months} months since {since}; from {limit} on it must first be carried over, arranged anew or returned, on the page "Carry-over" ({rule})',
  },
  would_go_negative: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”在“{stage}”只有 {balance} 元，不够 {wanted} 元（差 {short} 元）',
    en: 'The lot "{lot}" holds {balance} yuan in "{stageEn}", not {wanted} yuan (short by {short})',
  },
  already_reversed: { kind: 'conflict', zh: '记账 {posting} 已经冲销过', en: 'Posting {posting} is reversed already' },
  unknown_posting: { kind: 'not-found', zh: '没有编号为 {posting} 的记账', en: 'There is no posting {posting}' },
  not_reversible: {
    kind: 'rule-not-met',
    zh: '“{kind}”不能由记账员冲销；请由原业务办理（例如调减指标、退回报账、登记银行退回）',
    en: '"{kind}" cannot be reversed in the books; undo the business act itself (cut the quota, send the claim back, record the bank return)',
  },
  move_unclear: {
    kind: 'invalid',
    zh: '“{kind}”没有这样的记法，请在 from、to 中选用：{moves}',
    en: '"{kind}" has no such move; choose from and to among: {moves}',
  },
  kind_not_by_hand: {
    kind: 'forbidden',
    zh: '“{kind}”只能由对应的业务办理产生，不能手工记账',
    en: '"{kind}" comes only from its own business act, not by hand',
  },
})
