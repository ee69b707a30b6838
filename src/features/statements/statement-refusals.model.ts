/** Every no of statements and vouchers, in words. */
import { refusals } from '#kernel/outcome.ts'

export const refuse = refusals({
  book_unknown: {
    kind: 'invalid',
    zh: '没有专账“{book}”；请用 poverty（扶贫专账）、coordination（统筹专账）、financing（城投融资专账）或 all（三个专账合计）',
    en: 'There is no book "{book}"; use poverty, coordination, financing, or all',
  },
  statement_unknown: { kind: 'not-found', zh: '没有报表“{name}”；可用：{names}', en: 'There is no statement "{name}"; there are: {names}' },
  period_unreadable: {
    kind: 'invalid',
    zh: '期间“{period}”不存在；请写成 2017（全年）、2017-03（一个月）或 2017-01..2017-06（几个月）',
    en: 'There is no period "{period}"; write 2017 (a year), 2017-03 (a month) or 2017-01..2017-06 (several months)',
  },
  period_backwards: {
    kind: 'invalid',
    zh: '期间的起点 {first} 晚于终点 {last}，请对调',
    en: 'The period begins ({first}) after it ends ({last}); exchange them',
  },
  as_of_before_period: {
    kind: 'invalid',
    zh: '截至日期 {date} 早于期间的第一天 {from}；请改期间或截至日期',
    en: 'The date {date} is before the first day of the period, {from}; change the one or the other',
  },
  subject_unknown: {
    kind: 'invalid',
    zh: '没有科目“{subject}”；可用：{subjects}',
    en: 'There is no title "{subject}"; there are: {subjects}',
  },
  subject_missing: {
    kind: 'invalid',
    zh: '看明细账要选一个科目，例如 101 专户存款',
    en: 'A detail ledger needs a title of account, for instance 101',
  },
  lot_unknown: { kind: 'not-found', zh: '没有编号为 {lot} 的资金', en: 'There is no lot {lot}' },
  project_unknown: { kind: 'not-found', zh: '没有编号为 {project} 的项目', en: 'There is no project {project}' },
  voucher_unknown: {
    kind: 'not-found',
    zh: '{book} {month} 没有第 {no} 号凭证；这个月编到第 {last} 号',
    en: '{bookEn} has no voucher {no} in {month}; its numbers run to {last}',
  },
  month_empty: { kind: 'not-found', zh: '{book} {month} 没有凭证', en: '{bookEn} has no vouchers in {month}' },
  month_unreadable: {
    kind: 'invalid',
    zh: '月份“{month}”不存在；请写成 2017-03 这样的月份',
    en: 'There is no month "{month}"; write it like 2017-03',
  },
  too_many_lines: {
    kind: 'invalid',
    zh: '共 {lines} 行，一份文件最多 {most} 行；请缩短期间或加筛选条件后分次导出',
    en: 'There are {lines} lines and a file takes {most}; choose a shorter period or narrower conditions',
  },
})
