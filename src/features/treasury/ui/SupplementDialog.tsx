/** One supplement: the shortfall worked out, the giver, the amount, and the lots it would take, asked from the server while one types. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { call } from '#contract/client.ts'
import { type BookKey, books } from '#policy/books.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { makeSupplement, previewSupplement } from '../treasury.contract.ts'
import { type Decision, DecisionDialog } from './DecisionDialog.tsx'
import { Working } from './Figures.tsx'
import type { ShortfallRow } from './SupplementsPage.tsx'

interface Fields {
  readonly giver: BookKey
  readonly amountFen: string
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

export function SupplementDialog({ row, year, onClose }: { row: ShortfallRow; year: number; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Fields & Decision>()
  const act = useAct(makeSupplement, { success: { zh: '补充已记账', en: 'The supplement is posted' }, quiet: true })
  const first = row.helpers.find((h) => BigInt(h.availableFen) > 0n) ?? row.helpers[0]!
  const initial = { giver: first.book as BookKey, amountFen: least(BigInt(row.shortfallFen), BigInt(first.availableFen)).toString() }
  const giver = (Form.useWatch('giver', form) as BookKey | undefined) ?? initial.giver
  const amountFen = (Form.useWatch('amountFen', form) as string | undefined) ?? initial.amountFen
  const decidedOn = (Form.useWatch('decidedOn', form) as string | undefined) ?? today
  const about = { receiver: row.receiver as BookKey, projectId: row.projectId, year }
  const decide = async (decision: Fields & Decision) => {
    if (await act.run({ body: { ...about, ...decision } })) onClose()
  }
  return (
    <DecisionDialog<Fields>
      title={{ zh: `补充${books[about.receiver].label.zh}：${row.name}`, en: `Supplement ${books[about.receiver].label.en}: ${row.name}` }}
      ok={{ zh: '确认补充', en: 'Supplement' }}
      form={form}
      initial={initial}
      act={act}
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
      below={<LotsTaken body={{ ...about, giver, amountFen, document: '（预览）', reason: '（预览）', decidedOn }} />}
    >
      <Working
        parts={[
          { label: { zh: `截至 ${year} 年应有`, en: `Needed up to ${year}` }, fen: row.needFen },
          { label: { zh: '已安排', en: 'Allocated' }, fen: row.allocatedFen },
          { label: { zh: `${books[about.receiver].label.zh}自己可用`, en: 'Own, available' }, fen: row.ownFen },
        ]}
        result={{ label: { zh: '缺口', en: 'Shortfall' }, fen: row.shortfallFen }}
      />
      <div className="form-grid">
        <Form.Item name="giver" label={say({ zh: '由哪个专账补充', en: 'Which book gives' })}>
          <Select
            options={row.helpers.map((h) => ({
              value: h.book,
              label: say(books[h.book as BookKey].label),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="amountFen"
          label={say({ zh: '补充金额', en: 'Amount' })}
          rules={[amountRule(say, { most: { fen: row.shortfallFen, name: { zh: '缺口', en: 'the shortfall' } } })]}
        >
          <AmountInput unit="万元" capital />
        </Form.Item>
      </div>
      <p className="help-text" style={{ margin: '-8px 0 12px' }}>
        {say({ zh: `${books[giver].label.zh}可用于这个项目：`, en: `${books[giver].label.en} could give: ` })}
        <MoneyText fen={row.helpers.find((h) => h.book === giver)?.availableFen ?? '0'} unit />
      </p>
    </DecisionDialog>
  )
}

interface PreviewBody {
  readonly giver: BookKey
  readonly receiver: BookKey
  readonly projectId: string
  readonly year: number
  readonly amountFen: string
  readonly document: string
  readonly reason: string
  readonly decidedOn: string
}

function LotsTaken({ body }: { body: PreviewBody }) {
  const amount = /^\d+$/.test(body.amountFen) && body.amountFen !== '0'
  const preview = useQuery({
    queryKey: [previewSupplement.path, body],
    queryFn: () => call(previewSupplement, { body }),
    enabled: amount,
    retry: false,
    placeholderData: keepPreviousData,
  })
  return (
    <div className="live" aria-live="polite">
      {!amount ? null : preview.isError ? (
        <ErrorNote error={preview.error} />
      ) : (
        <RowsTable
          rows={preview.data?.lots ?? []}
          rowKey={(lot) => lot.lotId}
          empty={{ zh: '正在计算用哪几笔资金', en: 'Working out which lots it takes' }}
          total
          columns={[
            { title: { zh: '动用的资金（先用快到期的）', en: 'Lots it takes (soonest to lapse first)' }, cell: (lot) => lot.name },
            { title: { zh: '可用到', en: 'Usable to' }, cell: (lot) => lot.usableTo, width: 72 },
            { title: { zh: '金额', en: 'Amount' }, money: (lot) => lot.amountFen },
          ]}
        />
      )}
    </div>
  )
}
