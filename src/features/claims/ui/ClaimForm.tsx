/** The fields of a claim, for a new one and for a draft that is changed: kind, amount within what is left, invoice, papers, statement. */
import { Button, Card, Form, Input, Radio, Space } from 'antd'
import { acceptancePaper, certifiedKinds } from '#policy/contract-money.ts'
import { paymentKinds, type PaymentKindKey } from '#policy/papers.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { useSession } from '#ui/session.tsx'
import { offerClaim } from '../claims.contract.ts'
import { CertifiedFields, deferredOf, fenOf, type Offer } from './CertifiedFields.tsx'
import { missingPapers, PaperSlots, type UploadedPaper } from './PaperSlots.tsx'

export interface ClaimDraft {
  readonly kind: PaymentKindKey
  readonly amountFen: string
  /** The parts of a certificate; absent in a simple claim. */
  readonly certifiedFen?: string
  readonly recoverFen?: string
  readonly retainFen?: string
  readonly invoiceNo?: string
  readonly invoiceDate?: string
  readonly description: string
  readonly statement: string
  readonly papers?: readonly UploadedPaper[]
}

interface ClaimFormProps {
  readonly initial: Partial<ClaimDraft>
  readonly contractId: string
  /** The claim that is changed; its own money is not counted against it. */
  readonly claimId?: string
  readonly busy: boolean
  readonly error: unknown
  readonly saveLabel: string
  readonly onSave: (draft: ClaimDraft) => void
  readonly onCancel: () => void
}

/** What goes to the server: empty texts instead of absent ones, and papers by their content. */
export const bodyOf = (draft: ClaimDraft) => ({
  kind: draft.kind,
  amountFen: draft.amountFen,
  ...partsOf(draft),
  invoiceNo: draft.invoiceNo?.trim() ?? '',
  invoiceDate: draft.invoiceDate || null,
  description: draft.description.trim(),
  statement: draft.statement.trim(),
  papers: (draft.papers ?? []).map(({ code, fileId }) => ({ code, fileId })),
})

/** The form takes the fields of a simple claim away with the kind, so what is there was meant. */
function partsOf(draft: ClaimDraft) {
  if (draft.certifiedFen === undefined) return {}
  const [recoverFen, retainFen] = [fenOf(draft.recoverFen).toString(), fenOf(draft.retainFen).toString()]
  return { certifiedFen: draft.certifiedFen, recoverFen, retainFen, deferFen: deferredOf(draft).toString() }
}

export function ClaimForm({ initial, contractId, claimId, busy, error, saveLabel, onSave, onCancel }: ClaimFormProps) {
  const say = useSay()
  const [form] = Form.useForm<ClaimDraft>()
  const kind = Form.useWatch('kind', form) ?? initial.kind
  return (
    <Form<ClaimDraft>
      form={form}
      layout="vertical"
      className="form-page"
      requiredMark={false}
      initialValues={initial}
      scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
      onFinish={onSave}
    >
      <Card title={say({ zh: '报账内容', en: 'What is claimed' })} className="page-card">
        <WhatIsClaimed
          initial={initial}
          contractId={contractId}
          {...(claimId ? { claimId } : {})}
          needsInvoice={kind ? (paymentKinds[kind].required as readonly string[]).includes('V18') : false}
        />
      </Card>
      <Card title={say({ zh: '凭证', en: 'Papers' })} className="page-card">
        <Form.Item<ClaimDraft>
          name="papers"
          noStyle
          rules={[{ warningOnly: true, validator: async (_, value: UploadedPaper[] | undefined) => papersMissing(kind, value ?? [], say) }]}
        >
          <PaperSlots kind={kind} />
        </Form.Item>
        <p className="help-text">
          {say({
            zh: '可以先保存草稿再补传；提交审签时必需的凭证必须齐全。支持 PDF 和照片。',
            en: 'You may save a draft and add papers later; they must be complete to submit. PDF and photographs.',
          })}
        </p>
      </Card>
      <Card title={say({ zh: '责任声明', en: 'Statement of responsibility' })} className="page-card">
        <Form.Item
          name="statement"
          extra={say({
            zh: '谁用钱、谁负责、谁报账。这段话随报账单一起存档，签字人都会看到。',
            en: 'Who spends answers for it. This text is kept with the claim and every signer sees it.',
          })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请写责任声明', en: 'Write the statement' }) }]}
        >
          <Input.TextArea rows={4} maxLength={500} aria-label={say({ zh: '责任声明', en: 'Statement of responsibility' })} />
        </Form.Item>
      </Card>
      <ErrorNote error={error} />
      <Space className="form-buttons" wrap>
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {saveLabel}
        </Button>
        <Button size="large" onClick={onCancel}>
          {say({ zh: '取消', en: 'Cancel' })}
        </Button>
      </Space>
    </Form>
  )
}

type Say = ReturnType<typeof useSay>

async function papersMissing(kind: PaymentKindKey | undefined, uploaded: readonly UploadedPaper[], say: Say): Promise<void> {
  const missing = kind ? missingPapers(kind, uploaded).length : 0
  if (missing > 0) throw new Error(say({ zh: `还缺 ${missing} 件必需凭证`, en: `${missing} required papers are missing` }))
}

const PARTS = ['certifiedFen', 'recoverFen', 'retainFen'] as const

/** What the server offers for the kind, and for the certified value once one stands in the form. */
function useOffer(contractId: string, claimId: string | undefined, kind: PaymentKindKey | undefined): Offer | undefined {
  const form = Form.useFormInstance<ClaimDraft>()
  const certified = Form.useWatch('certifiedFen', form)
  const papers = Form.useWatch('papers', form)
  const accepted = (papers ?? []).some((paper) => paper.code === acceptancePaper)
  const asked = certified !== undefined && /^\d+$/.test(certified)
  const query = {
    kind: kind ?? 'progress',
    ...(accepted ? { accepted: 'yes' as const } : {}),
    ...(claimId ? { claim: claimId } : {}),
  }
  const params = { id: contractId }
  const general = useAnswer(offerClaim, { params, query })
  const parts = useAnswer(offerClaim, { params, query: { ...query, ...(asked ? { certifiedFen: certified } : {}) } }, { enabled: asked })
  return (asked ? parts.data : undefined) ?? general.data
}

interface WhatIsClaimedProps {
  readonly initial: Partial<ClaimDraft>
  readonly contractId: string
  readonly claimId?: string
  readonly needsInvoice: boolean
}

function WhatIsClaimed({ initial, contractId, claimId, needsInvoice }: WhatIsClaimedProps) {
  const say = useSay()
  const form = Form.useFormInstance<ClaimDraft>()
  const kind = Form.useWatch('kind', form) ?? initial.kind
  const offer = useOffer(contractId, claimId, kind)
  const kinds = (Object.keys(paymentKinds) as PaymentKindKey[]).filter((value) => offer?.kinds.includes(value) ?? true)
  return (
    <>
      <Form.Item
        name="kind"
        label={say({ zh: '款项类别', en: 'Kind of payment' })}
        rules={[{ required: true, message: say({ zh: '请选择款项类别', en: 'Choose the kind' }) }]}
      >
        <Radio.Group
          onChange={() => PARTS.forEach((name) => form.setFieldValue(name, undefined))}
          optionType="button"
          buttonStyle="solid"
          options={kinds.map((value) => ({ value, label: say(paymentKinds[value].label) }))}
        />
      </Form.Item>
      <AmountOf offer={offer} kind={kind} initial={initial} />
      <InvoiceFields needsInvoice={needsInvoice} />
    </>
  )
}

interface AmountOfProps {
  readonly offer: Offer | undefined
  readonly kind: PaymentKindKey | undefined
  readonly initial: Partial<ClaimDraft>
}

/** A certificate with its parts where the contract has terms or an advance; else one amount within what is left. */
function AmountOf({ offer, kind, initial }: AmountOfProps) {
  const say = useSay()
  if (offer?.certified && (certifiedKinds as readonly string[]).includes(kind ?? '')) {
    const filled = kind === initial.kind ? initial.certifiedFen : undefined
    return <CertifiedFields key={kind} offer={offer} filled={filled} final={kind === 'final'} />
  }
  return (
    <Form.Item
      name="amountFen"
      label={say({ zh: '报账金额', en: 'Amount' })}
      extra={
        offer
          ? say({
              zh: `这个合同还可以报 ${formatMoney(offer.leftFen, '元')} 元`,
              en: `${formatMoney(offer.leftFen, '元')} yuan left on this contract`,
            })
          : null
      }
      rules={[
        amountRule(say, offer ? { most: { fen: offer.leftFen, name: { zh: '合同未报账金额', en: 'what is left on the contract' } } } : {}),
      ]}
    >
      <AmountInput capital />
    </Form.Item>
  )
}

function InvoiceFields({ needsInvoice }: { needsInvoice: boolean }) {
  const say = useSay()
  const { today } = useSession()
  return (
    <div className="form-grid">
      <Form.Item
        name="invoiceNo"
        label={say({ zh: '发票号码', en: 'Invoice number' })}
        rules={[
          {
            required: needsInvoice,
            message: say({ zh: '这类款项须有发票，请填写发票号码', en: 'This kind needs an invoice; enter its number' }),
          },
        ]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="invoiceDate"
        label={say({ zh: '开票日期', en: 'Invoice date' })}
        rules={[{ required: needsInvoice, message: say({ zh: '请选择开票日期', en: 'Choose the date' }) }]}
      >
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item
        name="description"
        label={say({ zh: '事由', en: 'What for' })}
        className="form-wide"
        rules={[{ required: true, whitespace: true, message: say({ zh: '请写明这笔钱付的是什么', en: 'Say what the money pays for' }) }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
    </div>
  )
}
