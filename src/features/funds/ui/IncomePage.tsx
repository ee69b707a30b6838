/** 登记利息、收益、提款: money that comes without being announced. Its document, its lot and its posting in one step. */
import { Alert, Button, Card, Form, Input, Radio, Result, Select } from 'antd'
import { useState } from 'react'
import { capitalNumerals, type Fen, formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { fundCatalogue, type FundCatalogueCode } from '#policy/fund-catalogue.ts'
import { assetIncomeUses, documentKinds, type IncomeKindKey, incomeKinds } from '#policy/fund-terms.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, useQueryParams } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { registerIncome } from '../income.contract.ts'
import './funds.css'

interface Entry {
  readonly kind: IncomeKindKey
  readonly book: BookKey
  readonly docNo: string
  readonly documentOn: string
  readonly name: string
  readonly department: string
  readonly receivedOn: string
  readonly bankReference: string
  readonly amountFen: string
  readonly uses?: CategoryKey[]
  readonly purpose?: string
}

type BooksOf = Readonly<Partial<Record<BookKey, FundCatalogueCode>>>
const bookCodes = (kind: IncomeKindKey): BooksOf => incomeKinds[kind].books
const booksOf = (kind: IncomeKindKey) => Object.keys(bookCodes(kind)) as BookKey[]

function usesOf(kind: IncomeKindKey, book: BookKey): readonly CategoryKey[] {
  if (kind === 'asset-income') return assetIncomeUses
  const code = bookCodes(kind)[book]
  return code ? fundCatalogue[code].uses : []
}

const HINTS: Readonly<Record<IncomeKindKey, Text>> = {
  interest: {
    zh: '利息归产生它的那本专账，按那本专账的用途使用。',
    en: 'Interest belongs to the book it was earned in and follows its uses.',
  },
  'asset-income': {
    zh: '扶贫资产收益记入统筹专账，只能用于兜底救助、产业发展、贫困村公共服务。',
    en: 'Income of poverty assets goes into the coordination book: relief, industry and public services of poor villages only.',
  },
  drawdown: {
    zh: '融资提款记入城投融资专账，同时记下所欠本金；财政专账不还债。',
    en: 'A drawdown goes into the financing book with the principal owed; fiscal books never repay it.',
  },
}

export function IncomePage() {
  const say = useSay()
  const [done, setDone] = useState<AnswerOf<typeof registerIncome> | null>(null)
  return (
    <>
      <PageHead
        title={say({ zh: '登记利息、收益、提款', en: 'Register interest, income, drawdowns' })}
        crumbs={[{ label: { zh: '资金清单', en: 'The list of money' }, to: '/money' }]}
        description={say({
          zh: '没有指标文件、直接到账的钱：凭单据和银行回单登记，登记后立即记账，成为清单上的一笔资金。',
          en: 'Money that comes without a fund document: registered by its own paper and the bank advice, posted at once, a lot of the list from then on.',
        })}
      />
      <Card className="page-card">{done ? <Done answer={done} onAgain={() => setDone(null)} /> : <IncomeForm onDone={setDone} />}</Card>
    </>
  )
}

function Done({ answer, onAgain }: { answer: AnswerOf<typeof registerIncome>; onAgain: () => void }) {
  const say = useSay()
  const go = useGo()
  return (
    <Result
      status="success"
      title={say({ zh: '已登记并记账', en: 'Registered and posted' })}
      subTitle={
        <>
          <MoneyText fen={answer.amountFen} unit strong /> {capitalNumerals(BigInt(answer.amountFen) as Fen)}
        </>
      }
      extra={
        <>
          <Button type="primary" onClick={() => go(`/money/lots/${answer.lotId}`)}>
            {say({ zh: '看这笔资金', en: 'See the lot' })}
          </Button>
          <Button onClick={onAgain}>{say({ zh: '再登记一笔', en: 'Register another' })}</Button>
        </>
      }
    />
  )
}

/** What a line of the bank statement already says of the income; only what fits the form. */
function useGiven(): Partial<Entry> {
  const { kind, book, docNo, documentOn, receivedOn, bankReference, amountFen } = useQueryParams()
  const texts = Object.entries({ docNo, documentOn, receivedOn, bankReference, amountFen }).filter(([, value]) => value)
  return {
    ...Object.fromEntries(texts),
    ...(kind && kind in incomeKinds ? { kind: kind as IncomeKindKey } : {}),
    ...(book && book in books ? { book: book as BookKey } : {}),
  }
}

function IncomeForm({ onDone }: { onDone: (answer: AnswerOf<typeof registerIncome>) => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Entry>()
  const kind: IncomeKindKey = Form.useWatch('kind', form) ?? 'interest'
  const book: BookKey = Form.useWatch('book', form) ?? 'poverty'
  const amount: string | undefined = Form.useWatch('amountFen', form)
  const register = useAct(registerIncome, { quiet: true })
  const given = useGiven()
  const save = async ({ uses, ...entry }: Entry) => {
    const answer = await register.run({ body: { ...entry, ...(uses && uses.length > 0 ? { uses } : {}) } })
    if (answer) onDone(answer)
  }
  const choose = (next: IncomeKindKey) => {
    const allowed = booksOf(next)
    form.setFieldsValue({ kind: next, uses: [], ...(allowed.includes(book) ? {} : { book: allowed[0]! }) })
  }
  return (
    <Form<Entry>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="income-form"
      initialValues={{ kind: 'interest', book: 'poverty', documentOn: today, receivedOn: today, ...given }}
      onFinish={(entry) => void save(entry)}
    >
      <Form.Item name="kind" label={say({ zh: '是什么钱', en: 'What it is' })} className="adjust-wide">
        <Radio.Group
          optionType="button"
          onChange={(event) => choose(event.target.value as IncomeKindKey)}
          options={Object.entries(incomeKinds).map(([value, { label }]) => ({ value, label: say(label) }))}
        />
      </Form.Item>
      <Alert className="adjust-wide" type="info" showIcon title={say(HINTS[kind])} style={{ marginBottom: 16 }} />
      <PaperFields kind={kind} today={today} />
      <Form.Item name="book" label={say({ zh: '记入专账', en: 'Book' })}>
        <Select
          options={booksOf(kind).map((value) => ({ value, label: say(books[value].label) }))}
          onChange={() => form.setFieldValue('uses', [])}
        />
      </Form.Item>
      <Form.Item name="uses" label={say({ zh: '只用于（不选则按专账的全部用途）', en: 'Only for (all uses of the book unless chosen)' })}>
        <Select mode="multiple" options={usesOf(kind, book).map((value) => ({ value, label: say(categories[value].label) }))} />
      </Form.Item>
      <Form.Item name="amountFen" label={say({ zh: '到账金额', en: 'Amount' })} rules={[amountRule(say)]}>
        <AmountInput capital />
      </Form.Item>
      <Form.Item name="purpose" label={say({ zh: '说明', en: 'Note' })}>
        <Input maxLength={500} />
      </Form.Item>
      <div className="adjust-wide">
        <ErrorNote error={register.error} />
        <Button type="primary" htmlType="submit" size="large" loading={register.busy}>
          {amount !== undefined && /^\d+$/.test(amount)
            ? say({ zh: `登记并记账 ${formatFen(BigInt(amount))} 元`, en: `Register and post ${formatFen(BigInt(amount))} yuan` })
            : say({ zh: '登记并记账', en: 'Register and post' })}
        </Button>
      </div>
    </Form>
  )
}

function PaperFields({ kind, today }: { kind: IncomeKindKey; today: string }) {
  const say = useSay()
  const paper = say(documentKinds[incomeKinds[kind].document].label)
  const required = (message: Text) => [{ required: true, whitespace: true, message: say(message) }]
  return (
    <>
      <Form.Item name="name" label={say({ zh: '资金名称', en: 'Name' })} rules={required({ zh: '请填写资金名称', en: 'Give it a name' })}>
        <Input maxLength={120} placeholder={say({ zh: '例如 专户存款利息（二季度）', en: 'for example 专户存款利息（二季度）' })} />
      </Form.Item>
      <Form.Item
        name="department"
        label={say({ zh: '归属部门或单位', en: 'Department or owner' })}
        rules={required({ zh: '请填写部门或单位', en: 'Name the department or owner' })}
      >
        <Input maxLength={80} placeholder="区财政局" />
      </Form.Item>
      <Form.Item
        name="docNo"
        label={say({ zh: `${paper}编号`, en: `Number of: ${paper}` })}
        rules={required({ zh: '请填写单据编号', en: 'Give the number of the document' })}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="documentOn"
        label={say({ zh: '单据日期', en: 'Date of the document' })}
        rules={required({ zh: '请选择日期', en: 'Choose the date' })}
      >
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item
        name="bankReference"
        label={say({ zh: '银行回单号', en: 'Bank reference' })}
        rules={required({ zh: '请填写银行收款回单上的编号', en: 'Enter the number on the bank advice' })}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="receivedOn"
        label={say({ zh: '到账日期', en: 'Arrived on' })}
        rules={required({ zh: '请选择日期', en: 'Choose the date' })}
      >
        <Input type="date" max={today} />
      </Form.Item>
    </>
  )
}
