/** Step two: what was understood, what is wrong and where; corrections; and at the foot what would be saved. */
import { Alert, Button, Card } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { capitalNumerals, type Fen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { FindingList, type ShownFinding } from '#ui/FindingList.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { domId, DraftTable } from './DraftTable.tsx'
import {
  type Corrections,
  type DraftBase,
  type DraftColumn,
  findingsByRow,
  type Preview,
  rowName,
  withRows,
  withSheet,
} from './import-shapes.ts'
import { PreviewSummary } from './PreviewSummary.tsx'
import { SheetMeaning } from './SheetMeaning.tsx'

interface PreviewStepProps<Row extends DraftBase> {
  readonly preview: Preview<Row>
  readonly corrections: Corrections
  readonly columns: readonly DraftColumn<Row>[]
  readonly defaults: ReactNode
  readonly stale: boolean
  readonly error: unknown
  readonly confirming: boolean
  readonly confirmLabel: Text
  readonly onCorrect: (corrections: Corrections) => void
  readonly onConfirm: () => void
  readonly onRestart: () => void
}

export function PreviewStep<Row extends DraftBase>(props: PreviewStepProps<Row>) {
  const { preview, corrections, columns, stale, onCorrect } = props
  const say = useSay()
  const [opened, setOpened] = useState<string | null>(null)
  const errors = useMemo(() => findingsByRow(preview.errors, preview.sheets), [preview])
  const warnings = useMemo(() => findingsByRow(preview.warnings, preview.sheets), [preview])
  const wrongRows = [...errors.keys()].filter((name) => !(corrections.leaveOut ?? []).includes(name))
  const open = (finding: ShownFinding) => {
    const name = rowName({ sheet: finding.sheet ?? preview.sheets[0]?.sheet ?? '', row: finding.row ?? 0 })
    setOpened(name)
    // The table may have to turn its page first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => document.getElementById(domId(name))?.scrollIntoView({ block: 'center', behavior: 'smooth' })),
    )
  }
  return (
    <div className="import-preview" aria-busy={stale}>
      <Card className="page-card">
        <div className="import-file-line">
          <div>
            <strong>{preview.fileName}</strong>
            {preview.title ? <span className="import-title">{preview.title}</span> : null}
          </div>
          <Button onClick={props.onRestart}>{say({ zh: '换一个文件', en: 'Another file' })}</Button>
        </div>
        <PreviewSummary preview={preview} leftOut={new Set(preview.rows.filter((row) => row.leftOut).map(rowName)).size} />
        <ErrorNote error={props.error} />
      </Card>
      <Findings
        preview={preview}
        onOpen={open}
        wrongRows={wrongRows}
        onLeaveOut={() => onCorrect(withRows(corrections, wrongRows, true))}
      />
      <Card className="page-card" title={say({ zh: '整张表通用的内容', en: 'For the whole table' })}>
        {props.defaults}
      </Card>
      <Card className="page-card" title={say({ zh: '列的含义，认错了请在这里改', en: 'What the columns mean; correct it here' })}>
        {preview.sheets.map((sheet, index) => (
          <SheetMeaning
            key={`${sheet.sheet}-${index}`}
            sheet={sheet}
            fieldNames={preview.fieldNames}
            disabled={stale}
            onCorrect={(change) => onCorrect(withSheet(corrections, sheet.sheet, change))}
          />
        ))}
      </Card>
      <Card className="page-card">
        <DraftTable<Row>
          rows={preview.rows}
          columns={columns}
          errors={errors}
          warnings={warnings}
          manySheets={preview.sheets.length > 1}
          busy={stale}
          opened={opened}
          onLeaveOut={(names, leaveOut) => onCorrect(withRows(corrections, names, leaveOut))}
        />
      </Card>
      <ConfirmBar {...props} />
    </div>
  )
}

interface FindingsProps {
  readonly preview: Preview<DraftBase>
  readonly wrongRows: readonly string[]
  readonly onOpen: (finding: ShownFinding) => void
  readonly onLeaveOut: () => void
}

function Findings({ preview, wrongRows, onOpen, onLeaveOut }: FindingsProps) {
  const say = useSay()
  const { errors, warnings } = preview
  const words = new Map(preview.fieldNames.map(({ name, label }) => [name, say(label)]))
  const fieldName = (field: string) => words.get(field) ?? field
  return (
    <>
      {errors.length > 0 ? (
        <Alert
          className="page-card import-findings"
          type="error"
          title={say({
            zh: `有 ${errors.length} 处错误，改正或剔除后才能确认`,
            en: `${errors.length} errors; correct them or leave the rows out before confirming`,
          })}
          action={
            wrongRows.length > 0 ? (
              <Button size="small" onClick={onLeaveOut}>
                {say({ zh: `剔除有错的 ${wrongRows.length} 行`, en: `Leave out the ${wrongRows.length} wrong rows` })}
              </Button>
            ) : null
          }
          description={<FindingList findings={errors} fieldName={fieldName} onOpen={onOpen} label={{ zh: '错误', en: 'Errors' }} />}
        />
      ) : null}
      {warnings.length > 0 ? (
        <details className="import-warnings" open={errors.length === 0 && warnings.length <= 8}>
          <summary>
            {say({ zh: `请留意 ${warnings.length} 处（不影响确认）`, en: `${warnings.length} things to check (they do not stop you)` })}
          </summary>
          <FindingList
            findings={warnings}
            severity="warning"
            fieldName={fieldName}
            onOpen={onOpen}
            label={{ zh: '请留意', en: 'Please check' }}
          />
        </details>
      ) : null}
    </>
  )
}

function ConfirmBar<Row extends DraftBase>({ preview, stale, confirming, confirmLabel, onConfirm }: PreviewStepProps<Row>) {
  const say = useSay()
  const because =
    preview.errors.length > 0
      ? say({ zh: `还有 ${preview.errors.length} 处错误，不能确认`, en: `${preview.errors.length} errors remain` })
      : preview.totals.rows === 0
        ? say({ zh: '没有可以登记的行', en: 'There is no row to register' })
        : stale
          ? say({ zh: '正在重新读取…', en: 'Reading again…' })
          : null
  return (
    <div className="import-confirm no-print">
      <div className="import-confirm-sum">
        {say({ zh: `将登记 ${preview.totals.rows} 行，共`, en: `${preview.totals.rows} rows,` })}{' '}
        <MoneyText fen={preview.totals.amountFen} unit strong />
        <span className="import-capital">{capitalNumerals(BigInt(preview.totals.amountFen) as Fen)}</span>
      </div>
      {because ? <span className="import-because">{because}</span> : null}
      <Button type="primary" size="large" disabled={because !== null} loading={confirming} onClick={onConfirm}>
        {say(confirmLabel)}
      </Button>
    </div>
  )
}
