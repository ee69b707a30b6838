/**
 * An official form as it lies on a desk: centred title, a line with number and date, bordered cells, boxes for signatures.
 * The same element is what the printer gets, A4, black on white.
 */
import type { ReactNode } from 'react'
import { SideScroll } from './SideScroll.tsx'
import './paper-form.css'

interface PaperFormProps {
  readonly title: string
  readonly subtitle?: string
  /** The line between title and table: number on the left, date in the middle, unit on the right. */
  readonly head?: readonly ReactNode[]
  readonly children: ReactNode
  readonly foot?: ReactNode
}

export function PaperForm({ title, subtitle, head, children, foot }: PaperFormProps) {
  return (
    <section className="paper" aria-label={title}>
      <h2 className="paper-title">{title}</h2>
      {subtitle ? <p className="paper-subtitle">{subtitle}</p> : null}
      {head ? (
        <div className="paper-head">
          {head.map((part, index) => (
            <span key={index}>{part}</span>
          ))}
        </div>
      ) : null}
      {children}
      {foot ? <div className="paper-foot">{foot}</div> : null}
    </section>
  )
}

interface PaperField {
  readonly label: string
  readonly value: ReactNode
  /** Takes the whole width of the form instead of half. */
  readonly wide?: boolean
}

/** Label cells beside value cells, two pairs a row. */
export function PaperFields({ fields }: { fields: readonly PaperField[] }) {
  const rows: PaperField[][] = []
  for (const field of fields) {
    const last = rows.at(-1)
    if (!field.wide && last?.length === 1 && !last[0]!.wide) last.push(field)
    else rows.push([field])
  }
  return (
    <table className="paper-table paper-fields">
      <colgroup>
        <col className="paper-label-column" />
        <col />
        <col className="paper-label-column" />
        <col />
      </colgroup>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]!.label}>
            {row.map((field) => (
              <FieldCells key={field.label} field={field} wide={row.length === 1} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function FieldCells({ field, wide }: { field: PaperField; wide: boolean }) {
  return (
    <>
      <th scope="row">{field.label}</th>
      <td colSpan={wide ? 3 : 1}>{field.value}</td>
    </>
  )
}

interface PaperColumn<Row> {
  readonly title: string
  readonly render: (row: Row, index: number) => ReactNode
  readonly number?: boolean
  readonly width?: string
}

export function PaperTable<Row>(props: {
  columns: readonly PaperColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row, index: number) => string
  /** One cell a column, or null for an empty one. */
  total?: readonly ReactNode[]
  caption?: string
}) {
  const { columns, rows, rowKey, total, caption } = props
  return (
    <SideScroll className="paper-scroll" role="group" label={caption ?? columns.map((column) => column.title).join(' ')}>
      <table className={`paper-table${columns.length > 3 ? ' paper-wide' : ''}`}>
        {caption ? <caption>{caption}</caption> : null}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" style={column.width ? { width: column.width } : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map((column) => (
                <td key={column.title} className={column.number ? 'paper-number' : undefined}>
                  {column.render(row, index)}
                </td>
              ))}
            </tr>
          ))}
          {total ? (
            <tr className="paper-total">
              {total.map((cell, index) => (
                <td key={columns[index]?.title ?? index} className={columns[index]?.number ? 'paper-number' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ) : null}
        </tbody>
      </table>
    </SideScroll>
  )
}
