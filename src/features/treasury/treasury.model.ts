/** Every no of a treasurer's decisions, in words with the figures. */
import { refusals } from '#kernel/outcome.ts'

export const refuse = refusals({
  project_unknown: { kind: 'not-found', zh: '没有编号为 {project} 的项目', en: 'There is no project {project}' },
  lot_unknown: { kind: 'not-found', zh: '没有编号为 {lot} 的资金', en: 'There is no lot {lot}' },
  supplement_unknown: { kind: 'not-found', zh: '没有编号为 {supplement} 的补充', en: 'There is no supplement {supplement}' },
  supplement_gone: { kind: 'conflict', zh: '这笔补充已经退回', en: 'This supplement has been given back already' },
  amount_not_positive: { kind: 'invalid', zh: '金额必须大于零，请改正', en: 'The amount must be above zero; correct it' },
  decided_in_future: {
    kind: 'invalid',
    zh: '决定日期 {date} 晚于今天 {today}，请改正',
    en: 'The decision is dated {date}, after today {today}; correct it',
  },
  uphill: {
    kind: 'rule-not-met',
    zh: '{from}不能补充{to}：补充只能由城投融资专账到统筹专账、再到扶贫专账，不能倒流',
    en: '{fromEn} may not supplement {toEn}: money goes from financing to coordination to poverty, never back',
  },
  receiver_may_not_pay: {
    kind: 'rule-not-met',
    zh: '{book}不能用于项目“{project}”，不需要补充；请改选能用于该项目的专账',
    en: '{bookEn} may not pay the project "{project}", so there is nothing to supplement; choose a book that may',
  },
  no_shortfall: {
    kind: 'rule-not-met',
    zh: '项目“{project}”截至 {year} 年没有缺口：需要 {need} 元，已安排 {allocated} 元，{book}自己还可安排 {own} 元；请先用{book}自己的钱',
    en: 'The project "{project}" has no shortfall up to {year}: need {need}, allocated {allocated}, {bookEn} itself still has {own} yuan; use that first',
  },
  above_shortfall: {
    kind: 'rule-not-met',
    zh: '补充 {amount} 元超过缺口 {shortfall} 元（需要 {need} − 已安排 {allocated} − {book}自己可安排 {own}），请改为不超过缺口',
    en: '{amount} yuan is more than the shortfall of {shortfall} (need {need} − allocated {allocated} − {own} that {bookEn} still has); lower it',
  },
  debt_last: {
    kind: 'rule-not-met',
    zh: '{book}还有 {available} 元可用于这个项目，应先用{book}，最后才用融资（债务最后用）',
    en: '{bookEn} still has {available} yuan that may pay this project; it comes first, debt comes last',
  },
  giver_short: {
    kind: 'rule-not-met',
    zh: '{book}里可用于项目“{project}”的只有 {available} 元，不够 {amount} 元{barred}',
    en: '{bookEn} has only {available} yuan that may pay "{project}", not {amount}{barredEn}',
  },
  phases_empty: { kind: 'invalid', zh: '至少要有一个年度阶段', en: 'Give at least one yearly phase' },
  phase_twice: { kind: 'invalid', zh: '{year} 年出现两次，请合并', en: '{year} appears twice; put the amounts together' },
  phase_not_positive: { kind: 'invalid', zh: '{year} 年的需要必须大于零', en: 'The need of {year} must be above zero' },
  phase_first_year: {
    kind: 'rule-not-met',
    zh: '第一阶段必须是项目年度 {first} 年，现为 {year} 年',
    en: 'The first phase must be that of {first}, the year of the project, not {year}',
  },
  phase_too_far: {
    kind: 'rule-not-met',
    zh: '{year} 年离项目年度 {first} 年太远，最多规划 {years} 年（到 {last} 年）',
    en: '{year} is too far from {first}; plan at most {years} years, up to {last}',
  },
  phase_below_allocated: {
    kind: 'rule-not-met',
    zh: '{year} 年已安排 {allocated} 元，需要不能改成 {need} 元；请先收回多安排的部分',
    en: '{allocated} yuan are allocated for {year}; its need cannot become {need}; release the excess first',
  },
  phase_library_below: {
    kind: 'rule-not-met',
    zh: '项目“{project}”入库时需要 {need} 元，却已安排 {allocated} 元；请先收回多安排的 {over} 元，再规划年度阶段',
    en: 'The project "{project}" needed {need} yuan when it came into the library and has {allocated}; release the {over} above that, then plan it',
  },
  phases_same: { kind: 'invalid', zh: '年度阶段没有变化', en: 'The phases are as they were' },
  promise_beyond_need: {
    kind: 'rule-not-met',
    zh: '项目“{project}”截至 {year} 年需要 {need} 元，已安排 {allocated} 元（含预留），最多再预留 {room} 元，不能预留 {amount} 元',
    en: 'Up to {year} the project "{project}" needs {need} yuan, {allocated} are allocated (promises included); at most {room} more, not {amount}',
  },
  phase_missing: {
    kind: 'rule-not-met',
    zh: '项目“{project}”没有 {year} 年的阶段，请先规划年度阶段',
    en: 'The project "{project}" has no phase for {year}; plan it first',
  },
  promise_not_expected: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”未到账且未预留的只有 {expected} 元，不能预留 {amount} 元',
    en: 'The lot "{lot}" expects only {expected} yuan that are promised to nobody, not {amount}',
  },
  promise_not_there: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”为这个项目预留的只有 {promised} 元，不能收回 {amount} 元',
    en: 'Only {promised} yuan of the lot "{lot}" are promised to this project, not {amount}',
  },
  use_not_permitted: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”不能用于项目“{project}”{year}年的阶段：{rules}',
    en: 'The lot "{lot}" may not pay the {year} phase of "{project}": {rulesEn}',
  },
  nothing_unspent: { kind: 'rule-not-met', zh: '资金“{lot}”已没有未用的钱', en: 'The lot "{lot}" has nothing unspent' },
  return_more_than_available: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”可安排的只有 {available} 元，不能上缴 {amount} 元；已安排到项目的请先收回',
    en: 'The lot "{lot}" has only {available} yuan available, not {amount} to return; release what is given to projects first',
  },
  debt_not_to_treasury: {
    kind: 'rule-not-met',
    zh: '“{lot}”是融资资金，不上缴国库；用不完的请在“融资”页面退还出借方',
    en: '"{lot}" is borrowed and does not go to the treasury; give back what is unused on the page "Financing"',
  },
  usable_to_shorter: {
    kind: 'invalid',
    zh: '使用年限只能延长：现为 {now} 年，不能改为 {year} 年',
    en: 'The years of use can only be extended: now {now}, not {year}',
  },
  year_not_over: {
    kind: 'rule-not-met',
    zh: '{year} 年还没有结束，年终结转请在 12 月 31 日以后办理',
    en: '{year} is not over; carry it over on its last day or later',
  },
  nothing_to_carry: { kind: 'rule-not-met', zh: '{year} 年末没有需要结转的资金', en: 'At the end of {year} nothing is left to carry over' },
  figures_changed: {
    kind: 'conflict',
    zh: '预览之后金额有变化，请重新查看再确认',
    en: 'The figures have changed since the preview; look at them again and confirm',
  },
})
