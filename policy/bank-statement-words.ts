/**
 * The words banks write over the columns of their statements and beside their balances. Literals only: each list is one text,
 * its words parted by white space. Gathered from the export formats of the large banks and of rural credit unions.
 */

/** What a column may mean. `bookedOn` is the bank's accounting day and wins over `tradedOn`. `ignored` keeps look-alikes out. */
export const BANK_HEADER_WORDS = {
  bookedOn: '记账日期 入账日期 记账日 入账时间 记账时间 账务日期 会计日期 过账日期',
  tradedOn: '交易日期 交易时间 交易日 日期 发生日期 业务日期 交易日期时间 交易时间戳 起息日 日 期',
  debit: `借方发生额 借方金额 借方 支出 支出金额 转出金额 付款金额 支取 支出发生额 支出(借方) 借方(支出) 借方发生额(支取) 取出金额 支出额 付出金额 付出
    借方发生金额 支出(元)`,
  credit: `贷方发生额 贷方金额 贷方 收入 收入金额 转入金额 收款金额 存入 收入发生额 收入(贷方) 贷方(收入) 贷方发生额(收入) 存入金额 收入额
    贷方发生金额 收入(元)`,
  amount: '金额 交易金额 发生额 收支金额 发生金额 交易额 收/支金额 收付金额',
  sign: '借贷标志 借/贷 借贷 收支 收付标志 收/支 借贷方向 借贷标识 收支标志 收/付 收支类型 借贷别 收支方向 借/贷标志',
  balance: '余额 账户余额 交易后余额 当前余额 联机余额 帐户余额 账面余额 本次余额 交易余额 结余',
  counterparty: `对方户名 对方名称 对方单位名称 对方单位 对方账户名称 对方账户名 收/付方名称 收(付)方名称 收付方名称 对手户名 交易对手 对手名称 对方账户户名
    对方 对方客户名称 交易对方 交易对手名称 对方姓名 对方帐户名称 收(付)款人名称`,
  counterpartyAccount: `对方账号 对方帐号 对方账户 对方卡号 收(付)方账号 收/付方账号 收付方账号 对手账号 交易对手账号 对方账户账号 对方账/卡号
    对方银行账号 收(付)款人账号`,
  payerName: '付款人名称 付款方名称 付款人户名 付款方户名 付款单位',
  payerAccount: '付款人账号 付款方账号 付款账号',
  payeeName: '收款人名称 收款方名称 收款人户名 收款方户名 收款单位',
  payeeAccount: '收款人账号 收款方账号 收款账号',
  reference: `交易流水号 流水号 银行流水号 核心流水号 主机流水号 交易参考号 业务参考号 回单编号 电子回单号 业务流水号 账户明细编号 全局流水号 交易编号 日志号
    明细编号 柜员流水号 流水编号`,
  summary: '摘要 用途 附言 备注 交易用途 交易摘要 附加信息 说明 交易附言 交易说明 摘要说明 客户附言 用途/附言 摘要/用途 交易备注',
  ownAccount: '账号 本方账号 账户 本账号 查询账号 帐号 卡号 客户账号 本方帐号 主账号',
  currency: '币种 币别 交易货币 货币',
  ignored: `序号 凭证号 凭证号码 凭证种类 凭证类型 对方行号 对方行名 对方开户行 对方开户机构 对方开户行名 对方银行 对方省市 交易行名 交易行 交易机构 交易网点 可用余额 冻结余额
    企业流水号 交易渠道 渠道 交易类型 业务类型 账户名称 本方户名 户名 关联账户 付款人开户行号 付款人开户行名 收款人开户行行号 收款人开户行名 经办柜员 柜员号
    汇率 起息日期 钞汇 钞汇标志 记录标识号 交易码 打印次数 状态`,
} as const

export type BankField = keyof typeof BANK_HEADER_WORDS

/** In the column of the sign: the money went out, the money came in. */
export const OUT_SIGNS = '借 D DR 支 支出 付 出 转出 往账 借方 DEBIT DBIT -'
export const IN_SIGNS = '贷 C CR 收 收入 入 转入 来账 贷方 CREDIT CRDT +'

/** Labels beside the table, and in lines of it that are no movement. */
export const OPENING_WORDS =
  '期初余额 承前余额 上期余额 承前页 上页余额 上期结转 上月结转 上年结转 期初 前期余额 起始余额 月初余额 上日余额 承上页'
export const CLOSING_WORDS = '期末余额 本期余额 结转下期 结转下页 过次页 期末 截止余额 月末余额 终止余额 当前账户余额 转下页'
export const TOTAL_LINE_WORDS = '合计 总计 本期合计 本月合计 发生额合计 共计 本期发生额合计'
export const PAGE_TOTAL_WORDS = '本页合计 小计 本页小计 页小计 本日合计 累计 本年累计'
export const OUT_TOTAL_LABELS = '借方合计 支出合计 借方发生额合计 支出总额 借方总金额 支出总金额 借方累计金额 借方累计 总支出 支取合计'
export const IN_TOTAL_LABELS = '贷方合计 收入合计 贷方发生额合计 收入总额 贷方总金额 收入总金额 贷方累计金额 贷方累计 总收入 存入合计'
export const ACCOUNT_LABELS = '账号 账户 帐号 本方账号 查询账号 客户账号 账户号 卡号 存款账号 银行账号 账/卡号'
export const FROM_LABELS = '起始日期 开始日期 起始日 自'
export const TO_LABELS = '截止日期 终止日期 结束日期 截止日 至'
