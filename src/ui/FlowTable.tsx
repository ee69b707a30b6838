/** A flow as an indented table: each place, what it holds in all, and under it where that money goes. */
import { Button } from 'antd'
import { useMemo } from 'react'
import { depths, throughput, type Flow, type FlowLink } from './flow.ts'
import { useSay } from './language.tsx'
import { MoneyText, useMoneyUnit } from './MoneyText.tsx'

interface FlowTableProps {
  readonly flow: Flow
  readonly onNode: ((id: string) => void) | null
  readonly leads: (id: string) => boolean
}

export function FlowTable({ flow, onNode, leads }: FlowTableProps) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const rows = useMemo(() => {
    const depth = depths(flow)
    const through = throughput(flow.links)
    const outgoing = new Map<string, FlowLink[]>()
    for (const link of flow.links) outgoing.set(link.from, [...(outgoing.get(link.from) ?? []), link])
    const labels = new Map(flow.nodes.map((node) => [node.id, node.label]))
    return flow.nodes
      .filter((node) => outgoing.has(node.id))
      .sort((a, b) => (depth.get(a.id) ?? 0) - (depth.get(b.id) ?? 0))
      .map((node) => ({
        node,
        amount: through.get(node.id) ?? 0n,
        links: outgoing.get(node.id)!.map((link) => ({ ...link, label: labels.get(link.to) ?? { zh: link.to, en: link.to } })),
      }))
  }, [flow])
  const name = (id: string, label: string) =>
    onNode && leads(id) ? (
      <Button type="link" size="small" className="flow-link" onClick={() => onNode(id)}>
        {label}
      </Button>
    ) : (
      label
    )
  return (
    <table className="flow-table">
      <thead>
        <tr>
          <th scope="col">{say({ zh: '从 → 到', en: 'From → to' })}</th>
          <th scope="col" className="flow-amount">{`${say({ zh: '金额', en: 'Amount' })}(${unit})`}</th>
        </tr>
      </thead>
      {rows.map(({ node, amount, links }) => (
        <tbody key={node.id}>
          <tr className="flow-from">
            <th scope="rowgroup">{name(node.id, say(node.label))}</th>
            <td className="flow-amount">
              <MoneyText fen={amount} strong />
            </td>
          </tr>
          {links.map((link) => (
            <tr key={link.to}>
              <td className="flow-to">→&nbsp;{name(link.to, say(link.label))}</td>
              <td className="flow-amount">
                <MoneyText fen={link.amountFen} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}
