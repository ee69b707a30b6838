/** One upload slot for each required paper of the payment kind, and room for others. Papers are kept by content: the hash is shown. */
import { CheckCircleFilled, DeleteOutlined, PaperClipOutlined } from '@ant-design/icons'
import { Button, Select, Space, Tag, Upload } from 'antd'
import { useState } from 'react'
import { call, hrefOf, RefusedByServer } from '#contract/client.ts'
import { papers, paymentKinds, type PaperCode, type PaymentKindKey } from '#policy/papers.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { downloadFile, uploadFile } from '../claims.contract.ts'
import './claims.css'

export interface UploadedPaper {
  readonly code: string
  readonly fileId: string
  readonly fileName: string
  readonly size: number
}

interface PaperSlotsProps {
  readonly kind: PaymentKindKey | undefined
  readonly value?: readonly UploadedPaper[]
  readonly onChange?: (papers: UploadedPaper[]) => void
}

export const missingPapers = (kind: PaymentKindKey, uploaded: readonly UploadedPaper[]): PaperCode[] =>
  paymentKinds[kind].required.filter((code) => !uploaded.some((paper) => paper.code === code))

const paperLabel = (code: string) => papers[code as PaperCode] ?? { zh: code, en: code }

export function PaperSlots({ kind, value = [], onChange }: PaperSlotsProps) {
  const say = useSay()
  const [extra, setExtra] = useState<readonly PaperCode[]>([])
  const required: readonly PaperCode[] = kind ? paymentKinds[kind].required : []
  const others = [...new Set([...value.map((paper) => paper.code), ...extra])].filter((code) => !required.includes(code as PaperCode))
  const addable = (Object.keys(papers) as PaperCode[]).filter((code) => !required.includes(code) && !others.includes(code))
  if (!kind)
    return (
      <p className="help-text">
        {say({ zh: '先选款项类别，这里会列出必须上传的凭证。', en: 'Choose the kind first; the papers it needs are listed here.' })}
      </p>
    )
  const slot = (code: string, needed: boolean) => (
    <PaperSlot
      key={code}
      code={code}
      needed={needed}
      uploaded={value.filter((paper) => paper.code === code)}
      onAdd={(paper) => onChange?.([...value, paper])}
      onRemove={(fileId) => onChange?.(value.filter((paper) => !(paper.code === code && paper.fileId === fileId)))}
    />
  )
  return (
    <div>
      <ul className="paper-slots">
        {required.map((code) => slot(code, true))}
        {others.map((code) => slot(code, false))}
      </ul>
      {addable.length > 0 ? (
        <Select<PaperCode | null>
          value={null}
          style={{ width: 320, maxWidth: '100%' }}
          placeholder={say({ zh: '添加其他凭证…', en: 'Add another paper…' })}
          aria-label={say({ zh: '添加其他凭证', en: 'Add another paper' })}
          options={addable.map((code) => ({ value: code, label: say(paperLabel(code)) }))}
          onChange={(code) => (code ? setExtra([...extra, code]) : undefined)}
        />
      ) : null}
    </div>
  )
}

interface PaperSlotProps {
  readonly code: string
  readonly needed: boolean
  readonly uploaded: readonly UploadedPaper[]
  readonly onAdd: (paper: UploadedPaper) => void
  readonly onRemove: (fileId: string) => void
}

function PaperSlot({ code, needed, uploaded, onAdd, onRemove }: PaperSlotProps) {
  const say = useSay()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<RefusedByServer | null>(null)
  const label = say(paperLabel(code))
  const send = async (file: File) => {
    setBusy(true)
    setError(null)
    try {
      const kept = await call(uploadFile, { file })
      onAdd({ code, fileId: kept.fileId, fileName: kept.fileName, size: kept.size })
    } catch (reason) {
      if (!(reason instanceof RefusedByServer)) throw reason
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className="paper-slot">
      <div className="paper-slot-name">
        {uploaded.length > 0 ? <CheckCircleFilled className="paper-there" aria-hidden /> : <span className="paper-missing" aria-hidden />}
        <span>{label}</span>
        {needed ? <Tag className="paper-needed">{say({ zh: '必需', en: 'required' })}</Tag> : null}
      </div>
      <div className="paper-slot-files">
        {uploaded.map((paper) => (
          <Space key={paper.fileId} size={4} className="paper-file">
            <PaperClipOutlined aria-hidden />
            <a href={hrefOf(downloadFile, { params: { id: paper.fileId } })} target="_blank" rel="noreferrer">
              {paper.fileName}
            </a>
            <span className="help-text">{sizeText(paper.size)}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={say({ zh: `移除 ${paper.fileName}`, en: `Remove ${paper.fileName}` })}
              onClick={() => onRemove(paper.fileId)}
            />
          </Space>
        ))}
        <Upload showUploadList={false} accept=".pdf,.jpg,.jpeg,.png" customRequest={({ file }) => void send(file as File)}>
          <Button size="small" loading={busy} aria-label={say({ zh: `上传${label}`, en: `Upload: ${label}` })}>
            {uploaded.length > 0 ? say({ zh: '再传一份', en: 'Another' }) : say({ zh: '上传', en: 'Upload' })}
          </Button>
        </Upload>
      </div>
      <ErrorNote error={error} />
    </li>
  )
}

export const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
