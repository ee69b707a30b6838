/** Adjusting one lot by a document: the quota up or down, and what describes it; document and reason are kept for good. */
import { Alert, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { InputOf } from '#contract/endpoint.ts'
import { capitalNumerals, type Fen, formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useAct } from '#ui/useAct.ts'
import { adjustLots } from '../adjust.contract.ts'
import { AdjustFields } from './AdjustFields.tsx'
import type { Lot } from './LotPage.tsx'

type Item = InputOf<NonNullable<typeof adjustLots.body>>['items'][number]
type Fields = NonNullable<Item['fields']>

interface Entry extends Omit<Fields, 'usableUntil' | 'funcCode' | 'econCode' | 'poolReason'> {
  readonly document: string
  readonly reason: string
  readonly amount?: string
  readonly usableUntil?: string
  readonly funcCode?: string
  readonly econCode?: string
  readonly poolReason?: string
}

const orNull = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim())

export function AdjustDialog({ lot, onClose }: { lot: Lot; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<Entry>()
  const [direction, setDirection] = useState<'none' | 'raise' | 'cut'>('none')
  const adjust = useAct(adjustLots, { success: { zh: '已调整', en: 'Adjusted' }, quiet: true })
  const save = async ({ document, reason, amount, ...entry }: Entry) => {
    const change = direction === 'none' || amount === undefined ? 0n : BigInt(amount) * (direction === 'cut' ? -1n : 1n)
    const fields: Fields = {
      ...entry,
      funcCode: orNull(entry.funcCode),
      econCode: orNull(entry.econCode),
      poolReason: orNull(entry.poolReason),
      usableUntil: orNull(entry.usableUntil),
      carriedFrom: entry.carriedFrom ?? null,
      regions: entry.regions && entry.regions.length > 0 ? entry.regions : null,
    }
    const item: Item = { lotId: lot.id, fields, ...(change === 0n ? {} : { changeFen: change.toString() }) }
    if (await adjust.run({ body: { document, reason, items: [item] } })) onClose()
  }
  return (
    <Modal
      open
      width={860}
      title={say({ zh: `调整“${lot.fundName}”`, en: `Adjust “${lot.fundName}”` })}
      okText={say({ zh: '确认调整', en: 'Adjust' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={adjust.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<Entry> form={form} layout="vertical" requiredMark={false} initialValues={entryOf(lot)} onFinish={(entry) => void save(entry)}>
        <Grounds />
        <Quota lot={lot} direction={direction} onDirection={setDirection} />
        <AdjustFields lot={lot} />
      </Form>
      <ErrorNote error={adjust.error} />
    </Modal>
  )
}

/** Empty entries are absent, so that what is not touched is not sent as something else. */
function entryOf(lot: Lot): Partial<Entry> {
  const text = (value: string | null) => value ?? ''
  return {
    fundName: lot.fundName,
    department: lot.department,
    purpose: lot.purpose,
    uses: lot.uses as NonNullable<Fields['uses']>,
    nature: lot.nature as NonNullable<Fields['nature']>,
    catalogueCode: lot.catalogueCode as NonNullable<Fields['catalogueCode']>,
    poolClass: lot.poolClass as NonNullable<Fields['poolClass']>,
    poolReason: text(lot.poolReason),
    funcCode: text(lot.funcCode),
    econCode: text(lot.econCode),
    usableUntil: text(lot.usableUntil),
    carriedFrom: lot.carriedFrom,
    regions: lot.regions.map((region) => region.code),
  }
}

function Grounds() {
  const say = useSay()
  const required = (message: Text) => [{ required: true, whitespace: true, min: 2, message: say(message) }]
  return (
    <div className="adjust-grid">
      <Form.Item
        name="document"
        label={say({ zh: '依据文号', en: 'Document' })}
        rules={required({ zh: '请填写调整依据的文号', en: 'Give the number of the document' })}
      >
        <Input maxLength={120} autoComplete="off" placeholder="鄂财农发〔2017〕48号" />
      </Form.Item>
      <Form.Item
        name="reason"
        label={say({ zh: '调整原因', en: 'Reason' })}
        rules={required({ zh: '请写明原因，至少两个字', en: 'Give the reason' })}
      >
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </div>
  )
}

interface QuotaProps {
  readonly lot: Lot
  readonly direction: 'none' | 'raise' | 'cut'
  readonly onDirection: (direction: 'none' | 'raise' | 'cut') => void
}

function Quota({ lot, direction, onDirection }: QuotaProps) {
  const say = useSay()
  const typed: string | undefined = Form.useWatch('amount')
  const free = { fen: lot.amounts.expected, name: { zh: '未到账且未预留的', en: 'what is neither received nor promised' } }
  const change = typed !== undefined && /^\d+$/.test(typed) ? BigInt(typed) * (direction === 'cut' ? -1n : 1n) : 0n
  const after = BigInt(lot.four.announced) + change
  return (
    <>
      <Form.Item label={say({ zh: '指标金额', en: 'Quota' })} style={{ marginBottom: 8 }}>
        <Radio.Group
          optionType="button"
          value={direction}
          onChange={(event) => onDirection(event.target.value as QuotaProps['direction'])}
          options={[
            { value: 'none', label: say({ zh: '不变', en: 'Unchanged' }) },
            { value: 'raise', label: say({ zh: '调增', en: 'Raise' }) },
            { value: 'cut', label: say({ zh: '调减', en: 'Cut' }) },
          ]}
        />
      </Form.Item>
      {direction === 'none' ? null : (
        <>
          <Form.Item
            name="amount"
            label={say(direction === 'raise' ? { zh: '调增金额', en: 'Raise by' } : { zh: '调减金额', en: 'Cut by' })}
            rules={[amountRule(say, direction === 'cut' ? { most: free } : {})]}
          >
            <AmountInput capital />
          </Form.Item>
          {change === 0n ? null : (
            <Alert
              type="warning"
              showIcon
              style={{ marginBottom: 16 }}
              title={say({
                zh: `指标由 ${formatFen(BigInt(lot.four.announced))} 元变为 ${formatFen(after)} 元`,
                en: `The quota goes from ${formatFen(BigInt(lot.four.announced))} to ${formatFen(after)} yuan`,
              })}
              description={after >= 0n ? capitalNumerals(after as Fen) : null}
            />
          )}
        </>
      )}
    </>
  )
}
