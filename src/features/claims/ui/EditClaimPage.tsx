/** Change a draft. Any signature given before dies with the change; the page says so. */
import { Alert } from 'antd'
import { formatMoney } from '#ui/MoneyText.tsx'
import type { PaymentKindKey } from '#policy/papers.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { changeClaim, showClaim } from '../claims.contract.ts'
import { type Claim, isSimple } from './claim-shape.ts'
import { bodyOf, ClaimForm, type ClaimDraft } from './ClaimForm.tsx'

export function EditClaimPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showClaim, { params: { id } })}>{(claim) => <EditClaim key={claim.contentHash} claim={claim} />}</Answer>
}

function EditClaim({ claim }: { claim: Claim }) {
  const say = useSay()
  const go = useGo()
  const change = useAct(changeClaim, { success: { zh: '已保存', en: 'Saved' }, quiet: true })
  const back = () => go(`/claims/${claim.id}`)
  const save = async (draft: ClaimDraft) => {
    if (await change.run({ params: { id: claim.id }, body: bodyOf(draft) })) back()
  }
  return (
    <>
      <PageHead
        title={say({ zh: `修改报账 ${claim.claimNo}`, en: `Change claim ${claim.claimNo}` })}
        crumbs={[
          { label: { zh: '报账', en: 'Claims' }, to: '/claims' },
          { label: { zh: claim.claimNo, en: claim.claimNo }, to: `/claims/${claim.id}` },
        ]}
        description={`${claim.projectName} · ${claim.contractor} · ${formatMoney(claim.contractAmountFen, '元')} 元`}
      />
      {claim.state === 'draft' ? null : (
        <Alert
          type="warning"
          showIcon
          className="page-card"
          title={say({
            zh: `现在是“${claim.stateLabel.zh}”，只有草稿可以修改。`,
            en: `It is "${claim.stateLabel.en}"; only a draft can be changed.`,
          })}
        />
      )}
      {claim.chain.some((level) => level.signedBy) ? (
        <Alert
          type="warning"
          showIcon
          className="page-card"
          title={say({
            zh: '改动以后，已有的签字全部作废，要从一级重新审签。',
            en: 'A change voids every signature; the chain starts again at level 1.',
          })}
        />
      ) : null}
      <ClaimForm
        initial={draftOf(claim)}
        contractId={claim.contractId}
        claimId={claim.id}
        busy={change.busy}
        error={change.error}
        saveLabel={say({ zh: '保存修改', en: 'Save the change' })}
        onSave={(draft) => void save(draft)}
        onCancel={back}
      />
    </>
  )
}

const draftOf = (claim: Claim): ClaimDraft => ({
  kind: claim.kind as PaymentKindKey,
  amountFen: claim.amountFen,
  ...(isSimple(claim) ? {} : { certifiedFen: claim.certifiedFen, recoverFen: claim.recoverFen, retainFen: claim.retainFen }),
  invoiceNo: claim.invoiceNo,
  ...(claim.invoiceDate ? { invoiceDate: claim.invoiceDate } : {}),
  description: claim.description,
  statement: claim.statement,
  papers: claim.papers.map(({ code, fileId, fileName, size }) => ({ code, fileId, fileName, size })),
})
