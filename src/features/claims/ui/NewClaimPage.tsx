/** Compile a claim on a contract: choose the contract if none is named, then the form. */
import { Card, Select } from 'antd'
import { useState } from 'react'
import { listContracts, showContract } from '#features/contracts/contracts.contract.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney, MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { useGo, useQueryParam } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { compileClaim } from '../claims.contract.ts'
import { bodyOf, ClaimForm, type ClaimDraft } from './ClaimForm.tsx'

export function NewClaimPage() {
  const say = useSay()
  const contractId = useQueryParam('contract')
  return (
    <>
      <PageHead title={say({ zh: '编制报账', en: 'Compile a claim' })} crumbs={[{ label: { zh: '报账', en: 'Claims' }, to: '/claims' }]} />
      {contractId ? <ForContract key={contractId} contractId={contractId} /> : <ChooseContract />}
    </>
  )
}

function ChooseContract() {
  const say = useSay()
  const go = useGo()
  const [q, setQ] = useState('')
  const found = useAnswer(listContracts, { query: { q, page: 1, pageSize: 100 } })
  const open = (found.data?.rows ?? []).filter((row) => BigInt(row.amounts.committed) + BigInt(row.amounts.retained) > 0n)
  return (
    <Card className="page-card form-page">
      <p className="help-text">{say({ zh: '报账从合同开始。请选择合同：', en: 'A claim begins with a contract. Choose it:' })}</p>
      <Select
        style={{ width: '100%' }}
        aria-label={say({ zh: '合同', en: 'Contract' })}
        placeholder={say({ zh: '按合同编号、名称或承包单位查找', en: 'Search by number, name or contractor' })}
        showSearch={{ filterOption: false, onSearch: setQ }}
        loading={found.isFetching}
        notFoundContent={say({ zh: '没有还可以报账的合同', en: 'No contract has money left to claim' })}
        options={open.map((row) => ({
          value: row.id,
          label: `${row.contractNo} ${row.name}(${row.contractor},${formatMoney(row.amounts.committed, '元')} 元）`,
        }))}
        onChange={(id: string) => go(`/claims/new?contract=${id}`)}
      />
    </Card>
  )
}

function ForContract({ contractId }: { contractId: string }) {
  const say = useSay()
  const go = useGo()
  const { user, today } = useSession()
  const contract = useAnswer(showContract, { params: { id: contractId } })
  const compile = useAct(compileClaim, { success: { zh: '报账单已存为草稿', en: 'Saved as a draft' }, quiet: true })
  const save = async (draft: ClaimDraft) => {
    const answer = await compile.run({ body: { contractId, ...bodyOf(draft) } })
    if (answer) go(`/claims/${answer.id}`)
  }
  return (
    <Answer query={contract}>
      {(data) => (
        <>
          <Card className="page-card form-page">
            <Facts
              items={[
                {
                  label: { zh: '合同', en: 'Contract' },
                  value: (
                    <LinkIfAllowed
                      permission="contracts.read"
                      to={`/contracts/${data.id}`}
                    >{`${data.contractNo} ${data.name}`}</LinkIfAllowed>
                  ),
                },
                { label: { zh: '项目', en: 'Project' }, value: data.projectName },
                { label: { zh: '收款单位', en: 'Payee' }, value: `${data.contractor}(${data.accountNoMasked})` },
                { label: { zh: '合同金额', en: 'Contract amount' }, value: <MoneyText fen={data.amountFen} unit /> },
                ...(data.standing.auditedFen === null
                  ? []
                  : [{ label: { zh: '审定额', en: 'Audited value' }, value: <MoneyText fen={data.standing.auditedFen} unit /> }]),
                { label: { zh: '已支付', en: 'Paid' }, value: <MoneyText fen={data.standing.paidFen} unit /> },
                ...(data.amounts.advanced === '0'
                  ? []
                  : [
                      {
                        label: { zh: '其中预付款未扣回', en: 'Of it advance not recovered' },
                        value: <MoneyText fen={data.amounts.advanced} unit />,
                      },
                    ]),
                ...(data.amounts.retained === '0'
                  ? []
                  : [{ label: { zh: '已预留质保金', en: 'Retained' }, value: <MoneyText fen={data.amounts.retained} unit /> }]),
                { label: { zh: '还可以报', en: 'Left to claim' }, value: <MoneyText fen={data.amounts.committed} unit strong /> },
              ]}
            />
          </Card>
          <ClaimForm
            initial={{ statement: statementFor(user.name, user.scopeName, data.projectName, today) }}
            contractId={contractId}
            busy={compile.busy}
            error={compile.error}
            saveLabel={say({ zh: '保存草稿', en: 'Save the draft' })}
            onSave={(draft) => void save(draft)}
            onCancel={() => go(`/contracts/${contractId}`)}
          />
        </>
      )}
    </Answer>
  )
}

/** The statement is evidence in Chinese, whatever the language of the screen. */
const statementFor = (name: string, unit: string | null, project: string, today: string): string =>
  `本人${name}${unit ? `(${unit})` : ''}承诺：“${project}”本次报账事项真实发生，所附凭证真实、合法、完整，金额与合同和实际进度相符，如有虚假愿承担责任。${today}`
