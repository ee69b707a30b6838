/** Step one: a file, dropped or chosen. What cannot be a spreadsheet is refused here already, in words. */
import { FileExcelOutlined } from '@ant-design/icons'
import { Alert, Spin, Upload } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'

const MOST_MEGABYTES = 20
const ENDINGS = ['.xlsx', '.xls', '.csv']
const MEGABYTE = 1024 * 1024

function refusalOf(file: File): Text | null {
  const size = (file.size / MEGABYTE).toFixed(1)
  if (!ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return {
      zh: `“${file.name}”不是电子表格。请选择 .xlsx、.xls 或 .csv 文件；Word 和 PDF 里的表格请先复制到 WPS 表格或 Excel 里。`,
      en: `“${file.name}” is no spreadsheet. Choose an .xlsx, .xls or .csv file; copy tables from Word or PDF into a spreadsheet first.`,
    }
  if (file.size > MOST_MEGABYTES * MEGABYTE)
    return {
      zh: `“${file.name}”有 ${size} MB，超过 ${MOST_MEGABYTES} MB。请删去图片和多余的工作表，或拆成几个文件。`,
      en: `“${file.name}” has ${size} MB, more than ${MOST_MEGABYTES} MB. Remove pictures and spare sheets, or split it.`,
    }
  if (file.size === 0)
    return {
      zh: `“${file.name}”是空文件。请重新下载或另存后再选。`,
      en: `“${file.name}” is empty. Download or save it again, then choose it.`,
    }
  return null
}

interface FileStepProps {
  readonly busy: boolean
  readonly error: unknown
  readonly onFile: (file: File) => void
  /** What a table of this kind should hold, for those who make one. */
  readonly expects: Text
}

export function FileStep({ busy, error, onFile, expects }: FileStepProps) {
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
      <Spin spinning={busy} description={say({ zh: '正在读取表格…', en: 'Reading the table…' })}>
        <Upload.Dragger
          accept={ENDINGS.join(',')}
          multiple={false}
          showUploadList={false}
          beforeUpload={take}
          disabled={busy}
          aria-label={say({ zh: '选择表格文件', en: 'Choose a spreadsheet' })}
        >
          <div className="import-drop">
            <FileExcelOutlined aria-hidden />
            <p className="import-drop-title">
              {say({ zh: '把表格拖到这里，或点击选择文件', en: 'Drop a spreadsheet here, or click to choose one' })}
            </p>
            <p>
              {say({
                zh: `任何 .xlsx、.xls、.csv 文件（WPS、Excel 均可），最大 ${MOST_MEGABYTES} MB。公文附件原样上传即可，不用先整理。`,
                en: `Any .xlsx, .xls or .csv file up to ${MOST_MEGABYTES} MB, just as it was published.`,
              })}
            </p>
          </div>
        </Upload.Dragger>
      </Spin>
      {refusal ? <Alert className="error-note" type="error" showIcon role="alert" title={say(refusal)} /> : null}
      {refusal ? null : <ErrorNote error={error} />}
      <ul className="import-hints">
        <li>{say(expects)}</li>
        <li>
          {say({
            zh: '标题、单位行（单位：万元）、两层表头、小计合计行都能认出来；认错的列可以在下一步改。',
            en: 'Titles, unit lines, two-row headers, subtotals and totals are recognised; a column taken wrongly can be corrected in the next step.',
          })}
        </li>
        <li>{say({ zh: '先预览，后保存：确认之前什么都不会登记。', en: 'Preview first: nothing is registered before you confirm.' })}</li>
      </ul>
    </div>
  )
}
