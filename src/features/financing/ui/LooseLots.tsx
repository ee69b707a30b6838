/** Money of the financing book behind which no agreement stands; a drawdown among it is put to its agreement. */
import { Button, Card, Modal, Select } from 'antd'
import { useState } from 'react'
import { formatFen } from '#kernel/money.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { type RowsColumn, RowsTable } from '#ui/RowsTable.tsx'
import { useMay } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { attachLot } from '../financing.contract.ts'
import type { Financing } from './FinancingPage.tsx'

type Loose = Financing['loose'][number]

export function LooseLots({ rows, loans }: Pick<Financing, 'loans'> & { rows: readonly Loose[] }) {
  const say = useSay()
  const may = useMay()
  const [chosen, setChosen] = useState<Loose | null>(null)
  const act: RowsColumn<Loose> = {
    title: { zh: '办理', en: 'Act' },
    width: 96,
    cell: (row) =>
      BigInt(row.owedFen) > 0n ? (
        <Button size="small" disabled={loans.length === 0} onClick={() => setChosen(row)}>
          {say({ zh: '归入合同', en: 'Put to an agreement' })}
        </Button>
      ) : null,
  }
  return (
    <Card className="page-card" title={say({ zh: '没有合同的融资资金', en: 'Money of this book without an agreement' })}>
      <p className="help-text">
        {say({
          zh: '这些资金记在城投融资专账，但背后没有登记的合同，看不出向谁借、何时还。新的提款请按合同登记；已登记的提款请归入合同。',
          en: 'They stand in the financing book with no agreement behind them, so nobody can see who lent them and when they are due.',
        })}
      </p>
      <RowsTable
        rows={rows}
        rowKey={(row) => row.lotId}
        empty={{ zh: '没有', en: 'None' }}
        total
        columns={[
          { title: { zh: '资金', en: 'Money' }, cell: (row) => <PageLink to={`/money/lots/${row.lotId}`}>{row.fundName}</PageLink> },
          { title: { zh: '文号', en: 'Document' }, cell: (row) => row.docNo },
          { title: { zh: '指标', en: 'Announced' }, money: (row) => row.announcedFen, half: true },
          { title: { zh: '未到账', en: 'Expected' }, money: (row) => row.expectedFen, half: true },
          { title: { zh: '已到账', en: 'Received' }, money: (row) => row.receivedFen, half: true },
          { title: { zh: '欠本金', en: 'Owed' }, money: (row) => row.owedFen, half: true },
          ...(may('financing.manage') ? [act] : []),
        ]}
      />
      {chosen ? <AttachDialog lot={chosen} loans={loans} onClose={() => setChosen(null)} /> : null}
    </Card>
  )
}

function AttachDialog({ lot, loans, onClose }: { lot: Loose; loans: Financing['loans']; onClose: () => void }) {
  const say = useSay()
  const [id, setId] = useState(loans[0]!.id)
  const act = useAct(attachLot, { success: { zh: '已归入合同', en: 'Done' }, quiet: true })
  const attach = async () => {
    if (await act.run({ params: { id }, body: { lotId: lot.lotId } })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: `归入合同：${lot.docNo}`, en: `Put to an agreement: ${lot.docNo}` })}
      okText={say({ zh: '确认归入', en: 'Confirm' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={act.busy}
      onOk={() => void attach()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Select
        style={{ width: '100%' }}
        aria-label={say({ zh: '合同', en: 'Agreement' })}
        value={id}
        onChange={setId}
        options={loans.map((loan) => ({
          value: loan.id,
          label: `${loan.agreementNo} ${loan.lender}（${say({ zh: '未提', en: 'undrawn' })} ${formatFen(BigInt(loan.cost.undrawnFen), '万元')} 万元）`,
        }))}
      />
      <ErrorNote error={act.error} />
    </Modal>
  )
}
