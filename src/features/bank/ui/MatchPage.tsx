/** 勾对: what the rules found and why, what nobody found and why not; two columns, bank and books, for mouse and keys. */
import { Segmented } from 'antd'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/media.ts'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { showMatching } from '../bank.contract.ts'
import { bankCrumb } from './bank-words.ts'
import { MatchedList } from './MatchedList.tsx'
import { OpenLines } from './OpenLines.tsx'
import { ProposalList } from './ProposalList.tsx'
import './bank.css'

export type Matching = AnswerOf<typeof showMatching>
export type Proposal = Matching['proposals'][number]
export type OpenBankLine = Matching['bank'][number]
export type OpenBookLine = Matching['book'][number]

type Show = 'proposed' | 'open' | 'matched' | 'undone'
const SHOWS: readonly Show[] = ['proposed', 'open', 'matched', 'undone']

export function MatchPage() {
  const say = useSay()
  const matching = useAnswer(showMatching)
  return (
    <>
      <PageHead
        title={say({ zh: '银行勾对', en: 'Match with the bank' })}
        crumbs={[bankCrumb]}
        description={say({
          zh: '左边是银行流水，右边是账上进出专户的记账。每一组都写明凭什么对上；对不上的写明差在哪里。',
          en: 'The bank on the left, the books on the right. Each match says what agrees; each line without one says what is missing.',
        })}
        extra={<PageLink to="/bank/reconciliation">{say({ zh: '余额调节表', en: 'Reconciliation' })}</PageLink>}
      />
      <Answer query={matching}>{(data) => <Shown data={data} />}</Answer>
    </>
  )
}

function Shown({ data }: { data: Matching }) {
  const say = useSay()
  const narrow = useNarrow()
  const param = useQueryParam('show')
  const asked = SHOWS.find((s) => s === param)
  const setParams = useSetQueryParams()
  const { counts } = data
  const proposed = counts.certain + counts.likely
  const show = asked ?? (proposed > 0 ? 'proposed' : 'open')
  const may = useMay()('bank.reconcile')
  return (
    <>
      <Segmented<Show>
        className="bank-shows"
        vertical={narrow}
        block={narrow}
        value={show}
        onChange={(next) => setParams({ show: next })}
        options={[
          { value: 'proposed', label: say({ zh: `系统找到的（${proposed}）`, en: `Found (${proposed})` }) },
          {
            value: 'open',
            label: say({
              zh: `没有对上的（银行 ${counts.bank}、账上 ${counts.book}）`,
              en: `Open (bank ${counts.bank}, books ${counts.book})`,
            }),
          },
          { value: 'matched', label: say({ zh: '已勾对', en: 'Matched' }) },
          { value: 'undone', label: say({ zh: '取消过的', en: 'Undone' }) },
        ]}
      />
      {show === 'proposed' ? <ProposalList data={data} may={may} /> : null}
      {show === 'open' ? <OpenLines data={data} may={may} /> : null}
      {show === 'matched' || show === 'undone' ? <MatchedList key={show} undone={show === 'undone'} may={may} /> : null}
    </>
  )
}
