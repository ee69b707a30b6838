/** Before a month or a year is closed or reopened: what will happen, and the reason where one is needed. */
import { Modal } from 'antd'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { ReasonDialog } from '#ui/ReasonDialog.tsx'
import { useAct } from '#ui/useAct.ts'
import { closeMonth, closeYear, reopenMonth, reopenYear } from '../periods.contract.ts'
import type { BookPeriods } from './PeriodsPage.tsx'

export type PeriodAct = 'close' | 'close-year' | 'reopen' | 'reopen-year'

interface PeriodDialogProps {
  readonly book: BookPeriods
  readonly act: PeriodAct
  readonly onClose: () => void
}

export function PeriodDialog(props: PeriodDialogProps) {
  return props.act === 'close' || props.act === 'close-year' ? <CloseDialog {...props} /> : <ReopenDialog {...props} />
}

function CloseDialog({ book, act, onClose }: PeriodDialogProps) {
  const say = useSay()
  const month = useAct(closeMonth, { success: { zh: '已结账', en: 'Closed' }, quiet: true })
  const year = useAct(closeYear, { success: { zh: '已年终结账', en: 'Year closed' }, quiet: true })
  const next = book.next?.month ?? ''
  const confirm = async () => {
    const done =
      act === 'close'
        ? await month.run({ body: { book: book.book, month: next } })
        : await year.run({ body: { book: book.book, year: Number(next.slice(0, 4)) } })
    if (done) onClose()
  }
  return (
    <Modal
      open
      title={`${say(book.label)} ${act === 'close' ? next : next.slice(0, 4)} ${say(act === 'close' ? { zh: '结账', en: 'closing' } : { zh: '年终结账', en: 'year-end closing' })}`}
      okText={say({ zh: '结账', en: 'Close' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={month.busy || year.busy}
      onOk={() => void confirm()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>
        {say(
          act === 'close'
            ? {
                zh: `结账之后，${next} 的日期不能再记账。发现错误，在以后未结账的月份红字冲销。`,
                en: `After this nothing can be posted with a date in ${next}. A mistake is reversed in a later open month.`,
              }
            : {
                zh: '收入、支出科目逐笔资金结转到 301 结转资金、302 结余资金，生成一张 12 月 31 日的凭证。',
                en: 'Income and expenditure of each lot are closed into 301 and 302 by one voucher of 31 December.',
              },
        )}
      </p>
      <ErrorNote error={month.error ?? year.error} />
    </Modal>
  )
}

function ReopenDialog({ book, act, onClose }: PeriodDialogProps) {
  const month = useAct(reopenMonth, { success: { zh: '已反结账', en: 'Reopened' }, quiet: true })
  const year = useAct(reopenYear, { success: { zh: '已撤销', en: 'Taken back' }, quiet: true })
  const confirm = async (reason: string) => {
    const done =
      act === 'reopen'
        ? await month.run({ body: { book: book.book, month: book.closedThrough ?? '', reason } })
        : await year.run({ body: { book: book.book, year: book.closedYears.at(-1) ?? 0, reason } })
    if (done) onClose()
  }
  return (
    <ReasonDialog
      title={act === 'reopen' ? { zh: '反结账', en: 'Reopen the month' } : { zh: '撤销年终结账', en: 'Take the year back' }}
      label={{ zh: '原因（会留在结账记录里）', en: 'Reason (kept on record)' }}
      ok={{ zh: '确定', en: 'Confirm' }}
      busy={month.busy || year.busy}
      error={month.error ?? year.error}
      onReason={(reason) => void confirm(reason)}
      onClose={onClose}
    />
  )
}
