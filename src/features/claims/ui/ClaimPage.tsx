/** One claim: what it asks, where it stands in the chain, its papers, money and history; what may be done with it. On paper: the approval sheet. */
import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card } from 'antd'
import { useState } from 'react'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { ReasonDialog } from '#ui/ReasonDialog.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { useAct } from '#ui/useAct.ts'
import { sendBackClaim, showClaim, submitClaim } from '../claims.contract.ts'
import { ApprovalSheet } from './ApprovalSheet.tsx'
import type { Claim } from './claim-shape.ts'
import { ClaimContent, ClaimMoney, ClaimPapers } from './ClaimParts.tsx'
import { SignChain } from './SignChain.tsx'
import { SignDialog } from './SignDialog.tsx'

export function ClaimPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showClaim, { params: { id } })}>{(claim) => <ClaimView claim={claim} />}</Answer>
}

type Dialog = 'sign' | 'send-back' | null

function ClaimView({ claim }: { claim: Claim }) {
  const say = useSay()
  const go = useGo()
  const [dialog, setDialog] = useState<Dialog>(null)
  const submit = useAct(submitClaim, { success: { zh: '已提交，等待一级审签', en: 'Submitted; waiting for level 1' } })
  const latestPayment = claim.payments.at(-1)
  const act = (name: string) => {
    if (name === 'submit') void submit.run({ params: { id: claim.id } })
    else if (name === 'sign') setDialog('sign')
    else if (name === 'send-back') setDialog('send-back')
    else if (name === 'change') go(`/claims/${claim.id}/edit`)
    else if (name === 'order') go(`/payments/new?claim=${claim.id}`)
    else if (name === 'reopen' && latestPayment) go(`/payments/${latestPayment.id}?do=reopen`)
  }
  return (
    <>
      <div className="no-print">
        <PageHead
          title={`${say(claim.kindLabel)} · ${claim.projectName}`}
          crumbs={[{ label: { zh: '报账', en: 'Claims' }, to: '/claims' }]}
          description={claim.claimNo}
          state={<StateTag state={claim.state} label={claim.stateLabel} />}
          extra={
            <>
              <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
                {say({ zh: '打印审批表', en: 'Print the approval sheet' })}
              </Button>
              <ActionBar
                actions={shownActions(claim)}
                {...(claim.state === 'draft' ? { primary: 'submit' } : {})}
                busy={submit.busy}
                onAction={act}
              />
            </>
          }
        />
        <LastReturn claim={claim} />
        <Card title={say({ zh: '五级审签', en: 'Five-level sign-off' })} className="page-card">
          <SignChain chain={claim.chain} state={claim.state} />
        </Card>
        <div className="two-columns">
          <div>
            <ClaimContent claim={claim} />
            <ClaimPapers claim={claim} />
            <ClaimMoney claim={claim} />
          </div>
          <Card title={say({ zh: '办理经过', en: 'History' })} className="page-card">
            <Timeline items={claim.history} />
          </Card>
        </div>
      </div>
      <div className="print-only">
        <ApprovalSheet claim={claim} />
      </div>
      {dialog === 'sign' ? <SignDialog claim={claim} onClose={() => setDialog(null)} /> : null}
      {dialog === 'send-back' ? <SendBack claim={claim} onClose={() => setDialog(null)} /> : null}
    </>
  )
}

/** What is possible now, and what this state is waiting for with the reason it is not yours; the rest would only crowd the page. */
function shownActions(claim: Claim) {
  const waitingFor = /^L\d$/.test(claim.state) ? 'sign' : { approved: 'order', 'bank-returned': 'reopen' }[claim.state]
  return claim.actions.filter((action) => action.allowed || action.name === waitingFor)
}

function LastReturn({ claim }: { claim: Claim }) {
  const say = useSay()
  const last = claim.returns.at(-1)
  if (!last || claim.state !== 'draft') return null
  const level = claim.chain.find((row) => last.level === `L${row.level}`)?.label ?? { zh: last.level, en: last.level }
  return (
    <Alert
      type="warning"
      showIcon
      className="page-card"
      title={say({ zh: `${level.zh}退回：${last.reason}`, en: `Sent back by ${level.en}: ${last.reason}` })}
      description={`${last.by} ${formatInstant(last.at)}`}
    />
  )
}

function SendBack({ claim, onClose }: { claim: Claim; onClose: () => void }) {
  const say = useSay()
  const back = useAct(sendBackClaim, { success: { zh: '已退回编制人', en: 'Sent back' }, quiet: true })
  const confirm = async (reason: string) => {
    if (await back.run({ params: { id: claim.id }, body: { reason } })) onClose()
  }
  return (
    <ReasonDialog
      title={{ zh: '退回报账', en: 'Send the claim back' }}
      label={{ zh: '退回原因', en: 'Why' }}
      ok={{ zh: '退回', en: 'Send back' }}
      busy={back.busy}
      error={back.error}
      onReason={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <p className="help-text">
        {say({
          zh: '退回后成为草稿，已有签字作废。请写清楚缺什么、错在哪里、怎样改。',
          en: 'It becomes a draft again and signatures are void. Say what is missing or wrong and how to mend it.',
        })}
      </p>
    </ReasonDialog>
  )
}
