/** Codes of vouchers and letters on paper, typed or scanned: is what was printed still on the chain? */
import { Alert, Button, Card, Input } from 'antd'
import { useState } from 'react'
import { useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { checkPrintedHead } from '../integrity.contract.ts'

const TONES = { kept: 'success', rewritten: 'error', cut: 'error' } as const

export function PrintedHeads() {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const check = useAnswer(checkPrintedHead, { query: { code: asked } }, { enabled: asked !== '' })
  const ask = () => (typed.trim() === asked ? void check.refetch() : setAsked(typed.trim()))
  const label = say({ zh: '凭证或通知上的校验码', en: 'Chain code of a voucher or letter' })
  return (
    <Card className="page-card" title={say({ zh: '核对印出去的校验码', en: 'Check a printed code' })}>
      <form
        className="heads-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') ask()
        }}
      >
        <Input.TextArea
          value={typed}
          autoSize={{ minRows: 1, maxRows: 4 }}
          aria-label={label}
          placeholder="poverty:12:9F3A61C0"
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={(event) => {
            event.preventDefault()
            if (typed.trim() !== '') ask()
          }}
        />
        <Button htmlType="submit" type="primary" ghost loading={check.isFetching} disabled={typed.trim() === ''}>
          {say({ zh: '核对', en: 'Check' })}
        </Button>
      </form>
      <p className="help-text" style={{ margin: '8px 0 0' }}>
        {say({
          zh: '扫描二维码，或照凭证填“专账:笔号:校验码前 8 位”，例如 扶贫专账:12:9F3A61C0。整本账连链头一起重写、或尾部被删，只有印出去的校验码能证明。',
          en: 'Scan the QR, or type "book:number:first 8 signs". A history rewritten with its head, or a removed tail, is proved by printed codes alone.',
        })}
      </p>
      {check.isError && asked !== '' ? (
        <div className="heads-answers">
          <ErrorNote error={check.error} />
        </div>
      ) : null}
      <div className="heads-answers" aria-live="polite" hidden={!check.data}>
        {check.data?.heads.map((head) => (
          <Alert
            key={`${head.book}-${head.number}`}
            type={TONES[head.verdict]}
            showIcon
            title={say(head.sentence)}
            action={
              head.postingId ? (
                <LinkIfAllowed permission="ledger.read" to={`/books/postings/${head.postingId}`}>
                  {say({ zh: '打开这一笔', en: 'Open it' })}
                </LinkIfAllowed>
              ) : null
            }
          />
        ))}
      </div>
    </Card>
  )
}
