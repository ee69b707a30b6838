/** A refusal in words: what the server said, line by line where it names lines. Also turns any other error into a sentence. */
import { Alert } from 'antd'
import { RefusedByServer } from '#contract/client.ts'
import type { Text } from '#kernel/outcome.ts'
import { FindingList } from './FindingList.tsx'
import { useSay } from './language.tsx'

const UNFORESEEN: Text = {
  zh: '页面出了一个没有预料到的错误。请刷新页面再试；如果还是这样，请把这句话告诉系统管理员。',
  en: 'The page met an unforeseen error. Reload and try again; if it stays, tell the administrator this sentence.',
}

/** The sentence of any error, for messages. */
export const textOfError = (error: unknown): Text => (error instanceof RefusedByServer ? error.text : UNFORESEEN)

export function ErrorNote({ error, fieldName }: { error: unknown; fieldName?: (field: string) => string }) {
  const say = useSay()
  if (error === null || error === undefined) return null
  const findings = error instanceof RefusedByServer ? error.findings : []
  return (
    <Alert
      className="error-note"
      type="error"
      showIcon
      role="alert"
      title={say(textOfError(error))}
      description={findings.length > 0 ? <FindingList findings={findings} {...(fieldName ? { fieldName } : {})} /> : undefined}
    />
  )
}
