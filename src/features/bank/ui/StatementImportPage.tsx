/** Importing a statement in three steps: choose a file, check what was understood against its own balances, confirm. */
import { BankOutlined } from '@ant-design/icons'
import { Alert, App, Button, Card, Result, Spin, Steps, Upload } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import '#features/imports/ui/imports.css'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { confirmStatement, previewStatement, previewStatementAgain } from '../bank.contract.ts'
import { bankCrumb } from './bank-words.ts'
import { type Given, StatementPreview } from './StatementPreview.tsx'
import './bank.css'

export type Preview = AnswerOf<typeof previewStatement>
type Done = AnswerOf<typeof confirmStatement>

const MOST_MEGABYTES = 20
const ENDINGS = ['.xlsx', '.xls', '.csv', '.xml']
const NO_REFRESH: readonly (readonly string[])[] = []
const steps: readonly Text[] = [
  { zh: '选择文件', en: 'Choose a file' },
  { zh: '核对预览', en: 'Check the preview' },
  { zh: '确认导入', en: 'Confirm' },
]

/** The state of one import: the file's preview, what was added to it, the answer. Nothing is saved before `save`. */
function useStatementImport() {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [given, setGiven] = useState<Given>({})
  const [done, setDone] = useState<Done | null>(null)
  const upload = useAct(previewStatement, { quiet: true, refresh: NO_REFRESH })
  const again = useAct(previewStatementAgain, { quiet: true, refresh: NO_REFRESH })
  const confirm = useAct(confirmStatement, { quiet: true })
  const restart = () => {
    setPreview(null)
    setGiven({})
    setDone(null)
    for (const act of [upload, again, confirm]) act.clear()
  }
  const take = async (file: File) => {
    confirm.clear()
    setPreview(await upload.run({ file }))
  }
  const addGiven = async (next: Given, accountId: string) => {
    if (!preview) return
    setGiven(next)
    confirm.clear()
    const found = await again.run({ body: { fileId: preview.fileId, accountId, given: next } })
    if (found) setPreview(found)
  }
  const save = async () => {
    if (!preview) return
    const { fileId, accountId, contentHash } = preview
    setDone(await confirm.run({ body: { fileId, accountId, given, contentHash } }))
  }
  return { preview, given, done, upload, again, confirm, restart, take, addGiven, save }
}

export function StatementImportPage() {
  const say = useSay()
  const { modal } = App.useApp()
  const { preview, given, done, upload, again, confirm, restart, take, addGiven, save } = useStatementImport()
  const askFirst = () => {
    if (!preview) return
    void modal.confirm({
      title: say({ zh: '确认导入对账单', en: 'Import the statement' }),
      content: say({
        zh: `${preview.from} 至 ${preview.to}，新增 ${preview.newLines} 行。导入后不能修改。`,
        en: `${preview.from} to ${preview.to}, ${preview.newLines} new lines. They cannot be changed afterwards.`,
      }),
      okText: say({ zh: '确认', en: 'Confirm' }),
      cancelText: say({ zh: '再看看', en: 'Not yet' }),
      onOk: save,
    })
  }
  return (
    <>
      <PageHead title={say({ zh: '导入银行对账单', en: 'Import a bank statement' })} crumbs={[bankCrumb]} />
      <Steps
        className="import-steps no-print"
        size="small"
        current={done ? 3 : preview ? 1 : 0}
        items={steps.map((title) => ({ title: say(title) }))}
        responsive={false}
      />
      {done ? (
        <Finished done={done} onAgain={restart} />
      ) : preview ? (
        <StatementPreview
          preview={preview}
          given={given}
          busy={again.busy}
          confirming={confirm.busy}
          error={again.error ?? confirm.error}
          onGiven={(next, accountId) => void addGiven(next, accountId)}
          onConfirm={askFirst}
          onRestart={restart}
        />
      ) : (
        <Card>
          <ChooseFile busy={upload.busy} error={upload.error} onFile={(file) => void take(file)} />
        </Card>
      )}
    </>
  )
}

function refusalOf(file: File): Text | null {
  if (!ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return {
      zh: `“${file.name}”不是对账单文件。请选择网上银行导出的 .xlsx、.xls、.csv 或 .xml（camt.053）文件；PDF 和图片不能读取。`,
      en: `"${file.name}" is no statement file. Choose an .xlsx, .xls, .csv or .xml (camt.053) export; PDF and pictures cannot be read.`,
    }
  if (file.size > MOST_MEGABYTES * 1024 * 1024)
    return {
      zh: `“${file.name}”超过 ${MOST_MEGABYTES} MB，请按月份分开导出。`,
      en: `"${file.name}" is above ${MOST_MEGABYTES} MB; export it by months.`,
    }
  return file.size === 0 ? { zh: `“${file.name}”是空文件，请重新下载。`, en: `"${file.name}" is empty; download it again.` } : null
}

function ChooseFile({ busy, error, onFile }: { busy: boolean; error: unknown; onFile: (file: File) => void }) {
  const say = useSay()
  const [refusal, setRefusal] = useState<Text | null>(null)
  const take = (file: File) => {
    const no = refusalOf(file)
    setRefusal(no)
    if (!no) onFile(file)
    return false
  }
  return (
    <div className="import-file">
      <Spin spinning={busy} description={say({ zh: '正在读取对账单…', en: 'Reading the statement…' })}>
        <Upload.Dragger
          accept={ENDINGS.join(',')}
          multiple={false}
          showUploadList={false}
          beforeUpload={take}
          disabled={busy}
          aria-label={say({ zh: '选择对账单文件', en: 'Choose a statement' })}
        >
          <div className="import-drop">
            <BankOutlined aria-hidden />
            <p className="import-drop-title">
              {say({ zh: '把银行对账单拖到这里，或点击选择文件', en: 'Drop a statement here, or click to choose one' })}
            </p>
            <p>
              {say({
                zh: `网上银行导出的 Excel、CSV（GBK、UTF-8 均可）或 ISO 20022 camt.053（.xml），最大 ${MOST_MEGABYTES} MB，原样上传。`,
                en: `Excel, CSV or ISO 20022 camt.053 (.xml) as the bank exports it, up to ${MOST_MEGABYTES} MB.`,
              })}
            </p>
          </div>
        </Upload.Dragger>
      </Spin>
      {refusal ? <Alert className="error-note" type="error" showIcon role="alert" title={say(refusal)} /> : <ErrorNote error={error} />}
      <ul className="import-hints">
        <li>
          {say({
            zh: '借方贷方、收入支出、一个带正负号的金额，都能认出来；新的在前、旧的在前都可以。',
            en: 'Debit and credit, in and out, or one signed amount; newest or oldest first.',
          })}
        </li>
        <li>
          {say({
            zh: '逐行核对余额：期初 + 收入 − 支出 = 期末，有一行不对都会指出是哪一行。',
            en: 'Every balance is checked: opening + in − out = closing, line by line.',
          })}
        </li>
        <li>
          {say({
            zh: '和以前导入的有重叠也没关系，重复的行会自动略过。',
            en: 'Lines that were imported before are left out by themselves.',
          })}
        </li>
      </ul>
    </div>
  )
}

function Finished({ done, onAgain }: { done: Done; onAgain: () => void }) {
  const say = useSay()
  const go = useGo()
  return (
    <Card>
      <Result
        status="success"
        title={say({ zh: `已导入 ${done.lines} 行银行流水`, en: `${done.lines} lines imported` })}
        subTitle={
          <>
            {say({ zh: '收入 ', en: 'In ' })}
            <MoneyText fen={done.inFen} unit strong />
            {say({ zh: '，支出 ', en: ', out ' })}
            <MoneyText fen={done.outFen} unit strong />
            {done.known > 0 ? say({ zh: `，略过重复 ${done.known} 行`, en: `, ${done.known} known lines left out` }) : null}
          </>
        }
        extra={
          <div className="import-next">
            <Button type="primary" onClick={() => go('/bank/match')}>
              {say({ zh: '去勾对', en: 'Match the lines' })}
            </Button>
            <Button onClick={onAgain}>{say({ zh: '再导入一份', en: 'Import another' })}</Button>
            <Button onClick={() => go('/bank')}>{say({ zh: '看各月情况', en: 'See the months' })}</Button>
          </div>
        }
      />
    </Card>
  )
}
