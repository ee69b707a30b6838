/** Who keeps which book, from when to when, by which document; appointing and relieving. */
import { Card } from 'antd'
import { useState } from 'react'
import { books as bookPolicy } from '#policy/books.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import './ledger.css'
import { listKeepers } from '../keepers.contract.ts'
import { AppointDialog } from './AppointDialog.tsx'
import { RelieveDialog } from './RelieveDialog.tsx'

type Keepers = AnswerOf<typeof listKeepers>
export type Keeper = Keepers['keepers'][number]

export function KeepersPage() {
  const say = useSay()
  return (
    <>
      <PageHead
        title={say({ zh: '专账记账人', en: 'Keepers of the books' })}
        description={say({
          zh: '专人专账：每个专账由任命的人记账，任命有文件、有起止日期。没有任命的人记不了账；没有记账人的专账谁也记不了账。',
          en: 'Each book is kept by appointed people, by a document, from a day to a day. Nobody else can post to it.',
        })}
      />
      <Answer query={useAnswer(listKeepers)}>{(answer) => <KeeperTable answer={answer} />}</Answer>
    </>
  )
}

function KeeperTable({ answer }: { answer: Keepers }) {
  const say = useSay()
  const [dialog, setDialog] = useState<'appoint' | 'relieve' | null>(null)
  const unkept = Object.entries(bookPolicy).filter(([book]) => !answer.keepers.some((k) => k.book === book && k.onDuty))
  return (
    <>
      {unkept.length > 0 ? (
        <p className="notice-line" role="status">
          {say({
            zh: `${unkept.map(([, b]) => b.label.zh).join('、')}现在没有记账人，记不了账。请先任命。`,
            en: `${unkept.map(([, b]) => b.label.en).join(', ')}: no keeper today, nothing can be posted. Appoint one first.`,
          })}
        </p>
      ) : null}
      <div className="keeper-acts no-print">
        <ActionBar actions={answer.actions} onAction={(name) => setDialog(name as 'appoint' | 'relieve')} />
      </div>
      <Card className="page-card">
        <RowsTable
          rows={answer.keepers}
          rowKey={(k) => k.keeperNo}
          empty={{ zh: '还没有任命记账人', en: 'No keeper is appointed yet' }}
          hint={{ zh: '由统筹办或领导小组任命，任命之后才能记账', en: 'The coordination office or the leading group appoints' }}
          columns={[
            { title: { zh: '专账', en: 'Book' }, cell: (k) => say(k.bookLabel) },
            { title: { zh: '记账人', en: 'Keeper' }, half: true, cell: (k) => <strong>{k.name}</strong> },
            { title: { zh: '起', en: 'From' }, half: true, cell: (k) => k.from },
            { title: { zh: '止', en: 'To' }, half: true, cell: (k) => k.to ?? say({ zh: '在任', en: 'in office' }) },
            {
              title: { zh: '任命文件', en: 'Document' },
              half: true,
              cell: (k) => (k.endDocument ? `${k.document}；${k.endDocument}` : k.document),
            },
            {
              title: { zh: '今天', en: 'Today' },
              half: true,
              width: 110,
              cell: (k) =>
                k.onDuty ? (
                  <StateTag label={{ zh: '可记账', en: 'May post' }} tone="good" />
                ) : (
                  <StateTag label={{ zh: '不在任', en: 'Not in office' }} tone="neutral" />
                ),
            },
          ]}
        />
      </Card>
      {dialog === 'appoint' ? <AppointDialog candidates={answer.candidates} onClose={() => setDialog(null)} /> : null}
      {dialog === 'relieve' ? (
        <RelieveDialog keepers={answer.keepers.filter((k) => k.to === null)} onClose={() => setDialog(null)} />
      ) : null}
    </>
  )
}
