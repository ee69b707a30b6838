/** The way of the money of one thing, in both directions: a picture, every path to the fen, and the postings that moved it. */
import { PrinterOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Card, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { Facts } from '#ui/Facts.tsx'
import { reverseFlow } from '#ui/flow.ts'
import { useSay } from '#ui/language.tsx'
import { MomentBar, useMoment, useMomentTail } from '#ui/MomentBar.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { Sankey } from '#ui/Sankey.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { traceMoney } from '../trace.contract.ts'
import { traceHref } from './SubjectSearch.tsx'
import { TracePaths } from './TracePaths.tsx'
import { TracePostings } from './TracePostings.tsx'
import { useWaysPage } from './ways-page.ts'
import './trace.css'

export type Trace = AnswerOf<typeof traceMoney>
export type Direction = 'forward' | 'back'

export type SubjectKind = 'document' | 'lot' | 'project' | 'contract' | 'payment' | 'payee' | 'all'

export function TracePage() {
  const kind = usePathParam('kind') as SubjectKind
  const id = usePathParam('id')
  const query = { ...useMoment(), ...useWaysPage() }
  return (
    <Answer query={useAnswer(traceMoney, { params: { kind, id }, query }, { keep: true })}>{(trace) => <TraceView trace={trace} />}</Answer>
  )
}

/** Seen from the payee's side, the natural question is where the money came from. */
const naturalDirection = (kind: string): Direction => (kind === 'payee' || kind === 'payment' ? 'back' : 'forward')

function TraceView({ trace }: { trace: Trace }) {
  const say = useSay()
  const go = useGo()
  return (
    <>
      <PageHead
        title={trace.subject.label}
        crumbs={[{ label: { zh: '资金追踪', en: 'Trace money' }, to: '/trace' }]}
        description={say({ zh: '资金的来龙去脉', en: 'The way of the money' })}
        extra={
          <>
            <Button icon={<SearchOutlined aria-hidden />} onClick={() => go('/trace')}>
              {say({ zh: '另查一个', en: 'Find another' })}
            </Button>
            <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
              {say({ zh: '打印', en: 'Print' })}
            </Button>
          </>
        }
      />
      <MomentBar />
      {trace.pathsTotal === 0 ? <NoMoney moved={trace.postings.length > 0} /> : <Money trace={trace} />}
      {trace.pathsTotal > 0 || trace.postings.length > 0 ? <TracePostings trace={trace} /> : null}
    </>
  )
}

function Money({ trace }: { trace: Trace }) {
  const say = useSay()
  const [direction, setDirection] = useState<Direction>(naturalDirection(trace.subject.kind))
  return (
    <>
      <Card className="page-card" title={say({ zh: '资金现在在哪里', en: 'Where the money is now' })}>
        <StageBar amounts={trace.sum} />
        <FourAmounts four={trace.four} />
      </Card>
      <Card
        className="page-card"
        title={say({ zh: '流向图', en: 'Picture of the flow' })}
        extra={<DirectionSwitch value={direction} onChange={setDirection} />}
      >
        <TraceFlow trace={trace} direction={direction} />
      </Card>
      <TracePaths trace={trace} direction={direction} />
    </>
  )
}

/** 指标、安排、支付、审定: compared by auditors, never mixed. */
function FourAmounts({ four }: { four: Trace['four'] }) {
  return (
    <div style={{ marginTop: 12 }}>
      <Facts
        items={[
          { label: { zh: '指标下达', en: 'Announced' }, value: <MoneyText fen={four.announced} unit /> },
          { label: { zh: '安排', en: 'Allocated' }, value: <MoneyText fen={four.allocated} unit /> },
          { label: { zh: '支付', en: 'Paid' }, value: <MoneyText fen={four.paid} unit /> },
          { label: { zh: '审定', en: 'Recognised' }, value: <MoneyText fen={four.recognised} unit /> },
        ]}
      />
    </div>
  )
}

/** A returned payment, for one, holds nothing any more; its postings still tell where the money went. */
function NoMoney({ moved }: { moved: boolean }) {
  return (
    <Card className="page-card">
      {moved ? (
        <EmptyNote
          title={{ zh: '现在这里没有资金', en: 'There is no money here now' }}
          hint={{ zh: '钱来过又走了，下面的记账写明去了哪里。', en: 'Money came and went; the postings below say where.' }}
        />
      ) : (
        <EmptyNote
          title={{ zh: '这里还没有资金经过', en: 'No money has passed here yet' }}
          hint={{ zh: '安排、签约或支付以后再来看。', en: 'Come back once money is reserved, committed or paid.' }}
        />
      )}
    </Card>
  )
}

function DirectionSwitch({ value, onChange }: { value: Direction; onChange: (direction: Direction) => void }) {
  const say = useSay()
  return (
    <Segmented<Direction>
      className="no-print"
      value={value}
      onChange={onChange}
      aria-label={say({ zh: '方向', en: 'Direction' })}
      options={[
        { value: 'forward', label: say({ zh: '文件 → 收款人', en: 'Document → payee' }) },
        { value: 'back', label: say({ zh: '收款人 → 文件', en: 'Payee → document' }) },
      ]}
    />
  )
}

const TRACEABLE = new Set(['document', 'lot', 'project', 'contract', 'payee'])

function TraceFlow({ trace, direction }: { trace: Trace; direction: Direction }) {
  const go = useGo()
  const flow = useMemo(() => {
    const forward = { nodes: trace.nodes, links: trace.links.map((link) => ({ ...link, amountFen: BigInt(link.amountFen) })) }
    return direction === 'forward' ? forward : reverseFlow(forward)
  }, [trace, direction])
  const kinds = useMemo(() => new Map(trace.nodes.map((node) => [node.id, node.kind])), [trace])
  // Ids are `<kind>:<id>`; a whole category that stands for many projects is not one thing to open.
  const kindOf = (nodeId: string) => {
    const kind = kinds.get(nodeId)
    return kind && TRACEABLE.has(kind) && nodeId.startsWith(`${kind}:`) ? kind : null
  }
  const tail = useMomentTail()
  const open = (nodeId: string) => {
    const kind = kindOf(nodeId)
    if (kind) go(`${traceHref(kind, nodeId.slice(kind.length + 1))}${tail}`)
  }
  return (
    <Sankey
      nodes={flow.nodes}
      links={flow.links}
      name={{ zh: `${trace.subject.label}的资金流向`, en: `Flow of money of ${trace.subject.label}` }}
      onNode={open}
      opens={(nodeId) => kindOf(nodeId) !== null}
    />
  )
}
