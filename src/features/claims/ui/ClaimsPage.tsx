/** All claims, by state; what waits longest can be sorted to the top. */
import { Button } from 'antd'
import { claimWorkflow } from '#policy/claim-workflow.ts'
import { DataPage } from '#ui/DataPage.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { listClaims } from '../claims.contract.ts'

export function ClaimsPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  return (
    <DataPage
      title={{ zh: '报账', en: 'Claims' }}
      description={{
        zh: '谁用钱、谁负责、谁报账；五级审签，一级一责。',
        en: 'Who spends, answers and claims; five levels sign, each for something else.',
      }}
      endpoint={listClaims}
      searchHint={{ zh: '单号、项目、承包单位', en: 'Number, project, contractor' }}
      filters={() => [
        {
          name: 'state',
          label: { zh: '状态', en: 'State' },
          width: 180,
          options: Object.entries(claimWorkflow.states).map(([value, { label }]) => ({ value, label })),
        },
        { name: 'mine', label: { zh: '范围', en: 'Scope' }, options: [{ value: 'yes', label: { zh: '只看我经手的', en: 'Only mine' } }] },
      ]}
      extra={
        may('claims.compile') ? (
          <Button type="primary" onClick={() => go('/claims/new')}>
            {say({ zh: '编制报账', en: 'New claim' })}
          </Button>
        ) : null
      }
      rowKey={(row) => row.id}
      rowHref={(row) => `/claims/${row.id}`}
      empty={{
        title: { zh: '还没有报账', en: 'No claims yet' },
        hint: {
          zh: '合同签订后，由项目主管部门凭进度和发票编制报账单。',
          en: 'Once a contract is signed, the competent department claims against progress and invoices.',
        },
      }}
      columns={[
        { key: 'claimNo', title: { zh: '报账单号', en: 'Claim' }, value: (row) => row.claimNo, sortable: true, width: 150, card: 'title' },
        { key: 'kind', title: { zh: '款项', en: 'Kind' }, value: (row) => row.kind, render: (row) => say(row.kindLabel), width: 90 },
        {
          key: 'state',
          title: { zh: '状态', en: 'State' },
          value: (row) => row.state,
          render: (row) => <StateTag state={row.state} label={row.stateLabel} />,
          width: 170,
        },
        { key: 'projectName', title: { zh: '项目', en: 'Project' }, value: (row) => row.projectName },
        { key: 'contractor', title: { zh: '收款单位', en: 'Payee' }, value: (row) => row.contractor },
        { key: 'amountFen', title: { zh: '金额', en: 'Amount' }, kind: 'money', value: (row) => row.amountFen, sortable: true, width: 140 },
        { key: 'compiledBy', title: { zh: '编制人', en: 'Compiled by' }, value: (row) => row.compiledBy },
        {
          key: 'since',
          title: { zh: '到此状态', en: 'In this state since' },
          kind: 'date',
          value: (row) => formatInstant(row.since),
          sortable: true,
          width: 150,
        },
      ]}
    />
  )
}
