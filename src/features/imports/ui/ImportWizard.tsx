/** The import in three steps: choose a file, look at what was understood, confirm. What funds and projects differ in is given. */
import { App, Card, Result, Steps } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { type Crumb, PageHead } from '#ui/PageHead.tsx'
import { FileStep } from './FileStep.tsx'
import type { DraftBase, DraftColumn, Preview } from './import-shapes.ts'
import { PreviewStep } from './PreviewStep.tsx'
import { type AskAgain, type Reading, useImport } from './use-import.ts'
import './imports.css'

interface Act {
  readonly busy: boolean
  readonly error: unknown
  readonly clear: () => void
}

export interface ImportWizardProps<Row extends DraftBase, Defaults extends object, Done> {
  readonly title: Text
  readonly crumbs: readonly Crumb[]
  readonly expects: Text
  /** Beside the title, e.g. a template to download. */
  readonly extra?: ReactNode
  readonly confirmLabel: Text
  readonly columns: readonly DraftColumn<Row>[]
  /** Defaults before anything is entered. */
  readonly nothing: Defaults
  readonly DefaultsForm: (props: { value: Defaults; onChange: (value: Defaults) => void; preview: Preview<Row> }) => ReactNode
  readonly upload: Act & { readonly run: (file: File) => Promise<Preview<Row> | null> }
  readonly again: AskAgain<Row, Defaults>
  readonly confirm: Act & { readonly run: (reading: Reading<Defaults> & { contentHash: string }) => Promise<Done | null> }
  /** Title of the last page, and what to do next. */
  readonly done: (
    answer: Done,
    preview: Preview<Row>,
    restart: () => void,
  ) => { readonly title: string; readonly text: ReactNode; readonly next: ReactNode }
}

const steps: readonly Text[] = [
  { zh: '选择文件', en: 'Choose a file' },
  { zh: '核对预览', en: 'Check the preview' },
  { zh: '确认登记', en: 'Confirm' },
]

export function ImportWizard<Row extends DraftBase, Defaults extends object, Done>(props: ImportWizardProps<Row, Defaults, Done>) {
  const say = useSay()
  const { modal } = App.useApp()
  const reading = useImport<Row, Defaults>(props.again, props.nothing)
  const [done, setDone] = useState<{ readonly answer: Done; readonly preview: Preview<Row> } | null>(null)
  const { preview } = reading
  const take = async (file: File) => {
    props.confirm.clear()
    const found = await props.upload.run(file)
    if (found) reading.open(found)
  }
  const restart = () => {
    setDone(null)
    props.upload.clear()
    props.confirm.clear()
    reading.restart()
  }
  const save = async () => {
    if (!preview) return
    const { fileId, contentHash } = preview
    const answer = await props.confirm.run({ fileId, corrections: reading.corrections, defaults: reading.defaults, contentHash })
    if (answer) setDone({ answer, preview })
    else reading.again()
  }
  const askFirst = () => {
    if (preview) void modal.confirm({ title: say(props.confirmLabel), ...question(preview, say), onOk: save })
  }
  return (
    <>
      <PageHead title={say(props.title)} crumbs={props.crumbs} {...(props.extra ? { extra: props.extra } : {})} />
      <Steps
        className="import-steps no-print"
        size="small"
        current={done ? 3 : preview ? 1 : 0}
        items={steps.map((title) => ({ title: say(title) }))}
        responsive={false}
      />
      {done ? (
        <Finished {...props.done(done.answer, done.preview, restart)} />
      ) : preview ? (
        <PreviewStep<Row>
          preview={preview}
          corrections={reading.corrections}
          columns={props.columns}
          defaults={<props.DefaultsForm value={reading.defaults} onChange={reading.setDefaults} preview={preview} />}
          stale={reading.stale}
          error={reading.error ?? props.confirm.error}
          confirming={props.confirm.busy}
          confirmLabel={props.confirmLabel}
          onCorrect={reading.correct}
          onConfirm={askFirst}
          onRestart={restart}
        />
      ) : (
        <Card>
          <FileStep busy={props.upload.busy} error={props.upload.error} onFile={(file) => void take(file)} expects={props.expects} />
        </Card>
      )}
    </>
  )
}

function question({ totals }: Preview<DraftBase>, say: (text: Text) => string) {
  const amount = formatMoney(totals.amountFen, '元')
  return {
    content: say({
      zh: `${totals.rows} 行，共 ${amount} 元。确认后立即登记。`,
      en: `${totals.rows} rows, ${amount} yuan. They are registered at once.`,
    }),
    okText: say({ zh: '确认', en: 'Confirm' }),
    cancelText: say({ zh: '再看看', en: 'Not yet' }),
  }
}

function Finished({ title, text, next }: { title: string; text: ReactNode; next: ReactNode }) {
  return (
    <Card>
      <Result status="success" title={title} subTitle={text} extra={<div className="import-next">{next}</div>} />
    </Card>
  )
}
