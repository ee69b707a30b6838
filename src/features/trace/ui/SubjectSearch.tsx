/** One box that finds anything money can be traced from: a document, a lot, a project, a contract, a payment, a payee. */
import { Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { findSubjects } from '../trace.contract.ts'
import './trace.css'

export const traceHref = (kind: string, id: string): string => `/trace/${kind}/${encodeURIComponent(id)}`

export function SubjectSearch() {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useAnswer(findSubjects, { query: { q } })
  const rows = found.data?.rows ?? []
  const label = say({ zh: '文号、资金、项目、合同、支付令、收款单位', en: 'Document, money, project, contract, payment order, payee' })
  return (
    <>
      <Input.Search
        size="large"
        allowClear
        autoFocus
        value={typed}
        placeholder={label}
        aria-label={label}
        loading={found.isFetching}
        onChange={(event) => setTyped(event.target.value)}
      />
      {found.isError ? <ErrorNote error={found.error} /> : null}
      {rows.length === 0 && found.isSuccess ? (
        <EmptyNote
          title={q ? { zh: '没有找到', en: 'Nothing found' } : { zh: '还没有可以追踪的资金', en: 'No money to trace yet' }}
          hint={{ zh: '换一个编号或名称里的几个字再试。', en: 'Try part of a number or of a name.' }}
        />
      ) : (
        <ul className="subjects" aria-label={say({ zh: '查找结果', en: 'Results' })}>
          {rows.map((row) => (
            <li key={`${row.kind}-${row.id}`}>
              <PageLink to={traceHref(row.kind, row.id)} className="subject">
                <span className="subject-kind">{say(row.kindLabel)}</span>
                <span className="subject-label">{row.label}</span>
                <span className="subject-detail">{row.detail}</span>
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
