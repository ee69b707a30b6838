/** 用表格调整: an exported source list that was edited comes in again; every change is shown before it is made, every refusal has its row. */
import { UploadOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Form, Input, Result, Upload } from 'antd'
import { hrefOf } from '#contract/client.ts'
import type { Endpoint, Schema } from '#contract/endpoint.ts'
import { useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { FindingList } from '#ui/FindingList.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useGo } from '#ui/routing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useAct } from '#ui/useAct.ts'
import { confirmLotSheet, previewLotSheet } from '../adjust.contract.ts'
import { exportLots } from '../funds.contract.ts'
import './funds.css'

type Preview = AnswerOf<typeof previewLotSheet>
type Change = Preview['changes'][number]
const NO_REFRESH: readonly (readonly string[])[] = []

export function LotSheetPage() {
  const say = useSay()
  const upload = useAct(previewLotSheet, { quiet: true, refresh: NO_REFRESH })
  const [preview, setPreview] = useState<Preview | null>(null)
  const [done, setDone] = useState<AnswerOf<typeof confirmLotSheet> | null>(null)
  const read = async (file: File) => setPreview(await upload.run({ file }))
  return (
    <>
      <PageHead
        title={say({ zh: '用表格调整资金', en: 'Adjust lots by a table' })}
        crumbs={[{ label: { zh: '资金清单', en: 'The list of money' }, to: '/money' }]}
        description={say({
          zh: '先从资金清单导出来源清单，在表里改指标金额或说明，再上传。改了什么、哪一行不能改，都先列出来，确认后才生效。',
          en: 'Export the source list, change quotas or descriptions in it, upload it. What changes and what may not is listed first; nothing happens before you confirm.',
        })}
      />
      {done ? <Done answer={done} /> : null}
      {done ? null : (
        <>
          <Card className="page-card">
            <div className="sheet-steps">
              <Button href={hrefOf(exportLots as Endpoint<undefined, Schema>, { query: { face: 'source' } })} download>
                {say({ zh: '导出来源清单', en: 'Export the source list' })}
              </Button>
              <Upload
                accept=".xlsx,.xls,.csv"
                maxCount={1}
                showUploadList={false}
                beforeUpload={(file) => {
                  void read(file)
                  return false
                }}
              >
                <Button type="primary" icon={<UploadOutlined aria-hidden />} loading={upload.busy}>
                  {say({ zh: '上传改好的表', en: 'Upload the edited table' })}
                </Button>
              </Upload>
              {preview ? <span className="cell-second">{preview.fileName}</span> : null}
            </div>
            <ErrorNote error={upload.error} />
          </Card>
          {preview ? <Found preview={preview} onDone={setDone} /> : null}
        </>
      )}
    </>
  )
}

function Found({ preview, onDone }: { preview: Preview; onDone: (answer: AnswerOf<typeof confirmLotSheet>) => void }) {
  const say = useSay()
  const { changes, errors } = preview
  return (
    <>
      {errors.length > 0 ? (
        <Card className="page-card" title={say({ zh: `不能调整的 ${errors.length} 处`, en: `${errors.length} entries that cannot be` })}>
          <FindingList findings={errors} />
        </Card>
      ) : null}
      <Card className="page-card" title={say({ zh: `将要调整 ${changes.length} 笔`, en: `${changes.length} lots would change` })}>
        <RowsTable<Change>
          rows={changes}
          rowKey={(change) => `${change.row} ${change.lotId}`}
          columns={[
            { title: { zh: '行', en: 'Row' }, width: 56, cell: (change) => change.row },
            {
              title: { zh: '资金', en: 'Lot' },
              width: 280,
              cell: (change) => (
                <>
                  <PageLink to={`/money/lots/${change.lotId}`}>{change.fundName}</PageLink>
                  <div className="cell-second">{change.docNo}</div>
                </>
              ),
            },
            { title: { zh: '改动', en: 'Changes' }, cell: (change) => <Entries change={change} /> },
            { title: { zh: '指标增减', en: 'Quota' }, width: 140, money: (change) => change.changeFen },
          ]}
          total
          empty={{ zh: '表里没有改动', en: 'Nothing is changed in the table' }}
        />
        {changes.length > 0 && errors.length === 0 ? <Confirm preview={preview} onDone={onDone} /> : null}
        {errors.length > 0 ? (
          <Alert
            style={{ marginTop: 12 }}
            type="error"
            showIcon
            title={say({
              zh: '请先在表里改正，再上传一次；现在什么都没有保存。',
              en: 'Correct the table and upload it again; nothing has been saved.',
            })}
          />
        ) : null}
      </Card>
    </>
  )
}

function Entries({ change }: { change: Change }) {
  const say = useSay()
  const none = say({ zh: '（空）', en: '(empty)' })
  return (
    <ul className="lot-changes">
      {change.fields.map((field) => (
        <li key={field.label.zh}>
          {say(field.label)}：<del>{say(field.before) || none}</del> → <ins>{say(field.after) || none}</ins>
        </li>
      ))}
    </ul>
  )
}

function Confirm({ preview, onDone }: { preview: Preview; onDone: (answer: AnswerOf<typeof confirmLotSheet>) => void }) {
  const say = useSay()
  const confirm = useAct(confirmLotSheet, { quiet: true })
  const [form] = Form.useForm<{ document: string; reason: string }>()
  const save = async (grounds: { document: string; reason: string }) => {
    const answer = await confirm.run({ body: { ...grounds, fileId: preview.fileId, contentHash: preview.contentHash } })
    if (answer) onDone(answer)
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(grounds) => void save(grounds)} style={{ marginTop: 16 }}>
      <div className="adjust-grid">
        <Form.Item
          name="document"
          label={say({ zh: '依据文号', en: 'Document' })}
          rules={[
            {
              required: true,
              whitespace: true,
              min: 2,
              message: say({ zh: '请填写调整依据的文号', en: 'Give the number of the document' }),
            },
          ]}
        >
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={say({ zh: '调整原因', en: 'Reason' })}
          rules={[{ required: true, whitespace: true, min: 2, message: say({ zh: '请写明原因，至少两个字', en: 'Give the reason' }) }]}
        >
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      </div>
      <ErrorNote error={confirm.error} />
      <Button type="primary" htmlType="submit" loading={confirm.busy}>
        {say({ zh: `确认调整 ${preview.changes.length} 笔`, en: `Adjust ${preview.changes.length} lots` })}
      </Button>
    </Form>
  )
}

function Done({ answer }: { answer: AnswerOf<typeof confirmLotSheet> }) {
  const say = useSay()
  const go = useGo()
  return (
    <Card className="page-card">
      <Result
        status="success"
        title={say({ zh: `已调整 ${answer.lots} 笔资金`, en: `${answer.lots} lots adjusted` })}
        subTitle={
          <>
            {say({ zh: '调增', en: 'Raised' })} <MoneyText fen={answer.raisedFen} unit /> · {say({ zh: '调减', en: 'Cut' })}{' '}
            <MoneyText fen={answer.cutFen} unit />
          </>
        }
        extra={
          <Button type="primary" onClick={() => go('/money')}>
            {say({ zh: '看资金清单', en: 'See the list' })}
          </Button>
        }
      />
    </Card>
  )
}
