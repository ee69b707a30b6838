/** The audited settlement: recorded with its report, and withdrawn as a whole when it was wrong. */
import { Button, Form, Input, Upload } from 'antd'
import { useState } from 'react'
import { call, RefusedByServer } from '#contract/client.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { settleContract, uploadReport, withdrawSettlement } from '../contract-money.contract.ts'
import { ActDialog } from './ActDialog.tsx'
import type { Contract } from './contract-shape.ts'
import { linesOf } from './posted-lines.ts'

interface Report {
  readonly fileId: string
  readonly fileName: string
}

interface Settled {
  readonly auditedFen: string
  readonly auditedOn: string
  readonly acceptedOn: string
  readonly auditor: string
  readonly reportNo: string
  readonly report: Report
}

export function SettleDialog({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Settled>()
  const settle = useAct(settleContract, { quiet: true })
  const run = async ({ report, ...rest }: Settled, preview: boolean) => {
    const answer = await settle.run({ params: { id: contract.id }, body: { ...rest, reportFile: report.fileId, preview } })
    return answer && linesOf(answer.posted, contract)
  }
  const needed = (zh: string, en: string) => [{ required: true, whitespace: true, message: say({ zh, en }) }]
  return (
    <ActDialog
      title={{ zh: '登记结算审定', en: 'Record the audited settlement' }}
      form={form}
      initial={{ auditedOn: today }}
      busy={settle.busy}
      error={settle.error}
      run={run}
      onClose={onClose}
    >
      <Form.Item name="auditedFen" label={say({ zh: '审定额', en: 'Audited value' })} rules={[amountRule(say)]}>
        <AmountInput capital />
      </Form.Item>
      <div className="dialog-row">
        <Form.Item name="auditedOn" label={say({ zh: '审定日期', en: 'Audited on' })} rules={needed('请选择审定日期', 'Choose the date')}>
          <Input type="date" max={today} />
        </Form.Item>
        <Form.Item
          name="acceptedOn"
          label={say({ zh: '竣工验收日期', en: 'Accepted on' })}
          extra={say({ zh: '缺陷责任期从这一天起算', en: 'The defect period runs from here' })}
          rules={needed('请选择验收日期', 'Choose the date')}
        >
          <Input type="date" min={contract.signedOn} max={today} />
        </Form.Item>
        <Form.Item name="auditor" label={say({ zh: '审核单位', en: 'Auditor' })} rules={needed('请填写审核单位', 'Enter the auditor')}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="reportNo"
          label={say({ zh: '报告文号', en: 'Report number' })}
          rules={needed('请填写报告文号', 'Enter the number')}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item
        name="report"
        label={say({ zh: '结算审核报告', en: 'Settlement audit report' })}
        rules={[{ required: true, message: say({ zh: '请上传结算审核报告', en: 'Upload the report' }) }]}
      >
        <ReportUpload />
      </Form.Item>
    </ActDialog>
  )
}

function ReportUpload({ value, onChange }: { value?: Report; onChange?: (report: Report) => void }) {
  const say = useSay()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<RefusedByServer | null>(null)
  const send = async (file: File) => {
    setBusy(true)
    setError(null)
    try {
      const kept = await call(uploadReport, { file })
      onChange?.({ fileId: kept.fileId, fileName: kept.fileName })
    } catch (reason) {
      if (!(reason instanceof RefusedByServer)) throw reason
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Upload showUploadList={false} accept=".pdf,.jpg,.jpeg,.png" customRequest={({ file }) => void send(file as File)}>
        <Button loading={busy}>{value ? say({ zh: '换一份', en: 'Replace' }) : say({ zh: '上传报告', en: 'Upload the report' })}</Button>
      </Upload>
      {value ? <span style={{ marginLeft: 12 }}>{value.fileName}</span> : null}
      <ErrorNote error={error} />
    </>
  )
}

interface Withdrawn {
  readonly on: string
  readonly basis: string
  readonly reason: string
}

export function WithdrawDialog({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Withdrawn>()
  const withdraw = useAct(withdrawSettlement, { quiet: true })
  const run = async (values: Withdrawn, preview: boolean) => {
    const answer = await withdraw.run({ params: { id: contract.id }, body: { ...values, preview } })
    return answer && linesOf(answer.posted, contract)
  }
  return (
    <ActDialog
      title={{ zh: '撤回结算审定', en: 'Withdraw the settlement' }}
      form={form}
      initial={{ on: today }}
      busy={withdraw.busy}
      error={withdraw.error}
      run={run}
      onClose={onClose}
    >
      <p className="help-text">
        {say({
          zh: '原审定所记的账全部红字冲销，原记录保留；然后可以登记新的审定。',
          en: 'All that it posted is reversed in red and the record stays; a new settlement may follow.',
        })}
      </p>
      <div className="dialog-row">
        <Form.Item name="on" label={say({ zh: '撤回日期', en: 'Date' })} rules={[{ required: true }]}>
          <Input type="date" max={today} />
        </Form.Item>
        <Form.Item
          name="basis"
          label={say({ zh: '依据文号', en: 'Basis' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写依据文号', en: 'Enter the basis' }) }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item
        name="reason"
        label={say({ zh: '原因', en: 'Why' })}
        rules={[{ required: true, whitespace: true, min: 2, message: say({ zh: '请写明原因，至少两个字', en: 'Give the reason' }) }]}
      >
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </ActDialog>
  )
}
