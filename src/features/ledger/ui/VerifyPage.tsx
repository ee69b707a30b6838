/** The check anyone with the right may run: replay every posting, recompute every balance, walk the chain. Faults in words. */
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton } from 'antd'
import { type HashAlgorithm, hashAlgorithms } from '#policy/integrity.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { shortHash } from '#ui/short-hash.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { verifyBooks } from '../ledger.contract.ts'
import { ChooseHash } from './ChooseHash.tsx'
import { bookName } from './PostingsPage.tsx'
import { PrintedHeads } from './PrintedHeads.tsx'
import './ledger.css'

/** Stands among the books in the table of heads. */
const RECORD = 'record'

const algorithmName = (key: string) => hashAlgorithms[key as HashAlgorithm]?.label ?? { zh: key, en: key }

type Verified = AnswerOf<typeof verifyBooks>

export function VerifyPage() {
  const say = useSay()
  const check = useAnswer(verifyBooks, {}, { enabled: false })
  return (
    <>
      <PageHead
        title={say({ zh: '账簿校验', en: 'Verify the books' })}
        description={say({
          zh: '从第一笔起重放全部记账，重算每个余额，逐笔核对校验码。改过、删过、断过的地方都会被发现。',
          en: 'Replays every posting from the first, recomputes every balance, walks the chain. Anything changed, deleted or cut off is found.',
        })}
        extra={
          <Button type="primary" loading={check.isFetching} onClick={() => void check.refetch()}>
            {check.data ? say({ zh: '再校验一次', en: 'Check again' }) : say({ zh: '开始校验', en: 'Start the check' })}
          </Button>
        }
      />
      <PrintedHeads />
      {check.isError ? <ErrorNote error={check.error} /> : null}
      <Card className="page-card" aria-live="polite">
        {check.isFetching ? (
          <Skeleton active />
        ) : check.data ? (
          <Verdict verified={check.data} />
        ) : (
          <p className="help-text">
            {say({ zh: '点“开始校验”。账多的时候需要几秒钟。', en: 'Press "Start the check". With many postings it takes a few seconds.' })}
          </p>
        )}
      </Card>
    </>
  )
}

function Verdict({ verified }: { verified: Verified }) {
  const say = useSay()
  return (
    <>
      <div className={`verify-verdict ${verified.ok ? 'verify-good' : 'verify-bad'}`}>
        {verified.ok ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}{' '}
        {verified.ok
          ? say({ zh: '账簿完整，余额全部对得上', en: 'The books are whole; every balance agrees' })
          : say({ zh: `发现 ${verified.faults.length} 处问题`, en: `${verified.faults.length} faults found` })}
      </div>
      <div style={{ margin: '16px 0' }}>
        <Facts
          items={[
            { label: { zh: '记账笔数', en: 'Postings' }, value: verified.postings },
            { label: { zh: '账户数', en: 'Accounts' }, value: verified.accounts },
            { label: { zh: '操作记录', en: 'Events' }, value: verified.events },
          ]}
        />
      </div>
      {verified.faults.map((fault, index) => (
        <Alert key={index} type="error" showIcon style={{ marginBottom: 8 }} title={`${fault.invariant} ${say(fault.detail)}`} />
      ))}
      <RowsTable
        rows={[...verified.heads, { book: RECORD, ...verified.record }]}
        rowKey={(head) => head.book}
        label={{ zh: '链头', en: 'Chain heads' }}
        empty={{ zh: '还没有记账', en: 'No postings yet' }}
        columns={[
          {
            title: { zh: '专账', en: 'Book' },
            cell: (head) => (head.book === RECORD ? say({ zh: '操作记录', en: 'Record of actions' }) : say(bookName(head.book))),
          },
          { title: { zh: '最后一笔', en: 'Last posting' }, cell: (head) => head.number },
          {
            title: { zh: '链头校验码', en: 'Hash of the head' },
            cell: (head) => (
              <span className="hash" title={head.hash}>
                {shortHash(head.hash) || '—'}
              </span>
            ),
          },
          { title: { zh: '下一条用', en: 'Next link by' }, cell: (head) => say(algorithmName(head.algorithm)), width: 110 },
        ]}
      />
      <p className="help-text" style={{ marginTop: 8 }}>
        {say({
          zh: '链头校验码印在公示和报表上：以后只要对不上，就说明账被截断或改动过。',
          en: 'Heads are printed on notices and reports: if one ever differs, the books were cut or changed.',
        })}
      </p>
      <ChooseHash current={verified.record.algorithm} />
    </>
  )
}
