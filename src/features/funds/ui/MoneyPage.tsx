/** 一张清单 in its three faces: where money comes from, what it pays, who answers for it; filtered, grouped and summed alike. */
import { ImportOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import { listDivisions } from '#features/people/people.contract.ts'
import { type ListFace, listFaces, listGroupings } from '#policy/fund-lists.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { DataPage } from '#ui/DataPage.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo, useQueryParams, useSetQueryParams } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { exportLots, groupLots, listDuties, listLots, listUses } from '../funds.contract.ts'
import { sumsOf, useDutyColumns, useGroupColumns, useSourceColumns, useUseColumns } from './list-columns.tsx'
import { drillAddress, filtersOf, groupingOf } from './list-filters.ts'
import './funds.css'

const TITLE = { zh: '资金清单', en: 'The list of money' } as const

export function MoneyPage() {
  const params = useQueryParams()
  const face: ListFace = params['face'] === 'use' || params['face'] === 'duty' ? params['face'] : 'source'
  if (groupingOf(params)) return <Groups face={face} />
  if (face === 'use') return <Uses />
  return face === 'duty' ? <Duties /> : <Sources />
}

/** What the three faces share: title, tabs, filters, export, buttons. */
function useShared(face: ListFace) {
  const params = useQueryParams()
  const places = useAnswer(listDivisions)
  const rows = (places.data?.rows ?? []).filter((place) => place.level !== 'district')
  return {
    title: TITLE,
    description: listFaces[face].hint,
    tabs: <Faces face={face} />,
    exportAs: exportLots,
    always: { face },
    searchHint: { zh: '按文号、资金名称、部门、用途查找', en: 'Search documents, funds, departments, purposes' },
    filters: (data: { facets: Parameters<typeof filtersOf>[0] } | undefined) => filtersOf(data?.facets, rows, params),
    extra: <Buttons />,
  } as const
}

function Faces({ face }: { face: ListFace }) {
  const say = useSay()
  const set = useSetQueryParams()
  return (
    <Tabs
      className="list-faces no-print"
      activeKey={face}
      items={Object.entries(listFaces).map(([key, { label }]) => ({ key, label: say(label) }))}
      onChange={(next) => set({ face: next === 'source' ? undefined : next, page: undefined, sort: undefined })}
    />
  )
}

function Buttons() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  return (
    <>
      {may('funds.receive') ? (
        <>
          <Button onClick={() => go('/money/income')}>{say({ zh: '登记利息收益', en: 'Register income' })}</Button>
          <Button type="primary" onClick={() => go('/money/receipts')}>
            {say({ zh: '登记到账', en: 'Record receipts' })}
          </Button>
        </>
      ) : null}
      {may('funds.adjust') ? (
        <Button icon={<TableOutlined aria-hidden />} onClick={() => go('/money/adjust')}>
          {say({ zh: '用表格调整', en: 'Adjust by table' })}
        </Button>
      ) : null}
      {may('funds.import') ? <ImportButton /> : null}
    </>
  )
}

function ImportButton() {
  const say = useSay()
  const go = useGo()
  return (
    <Button type="primary" icon={<ImportOutlined aria-hidden />} onClick={() => go('/money/import')}>
      {say({ zh: '导入资金文件', en: 'Import documents' })}
    </Button>
  )
}

function Sources() {
  const may = useMay()
  return (
    <DataPage
      {...useShared('source')}
      endpoint={listLots}
      columns={useSourceColumns()}
      rowKey={(lot) => lot.id}
      rowHref={(lot) => `/money/lots/${lot.id}`}
      summary={(data) => sumsOf({ amounts: data.sum, four: data.four })}
      above={({ sum }) => (
        <div className="money-bar">
          <StageBar amounts={sum} />
        </div>
      )}
      empty={{
        title: { zh: '清单上还没有资金', en: 'No money on the list yet' },
        hint: {
          zh: '把上级下达资金的文件附表导入进来，每一行就成为清单上的一笔资金。',
          en: 'Import the tables of fund documents; each line becomes a lot on this list.',
        },
        ...(may('funds.import') ? { action: <ImportButton /> } : {}),
      }}
    />
  )
}

const NOTHING_USED = {
  title: { zh: '还没有资金安排到项目', en: 'No money has reached a project yet' },
  hint: { zh: '采纳分配方案后，这里列出每笔资金用到的项目。', en: 'When a plan is adopted, what each lot pays stands here.' },
}

function Uses() {
  return (
    <DataPage
      {...useShared('use')}
      endpoint={listUses}
      columns={useUseColumns()}
      rowKey={(row) => row.id}
      rowHref={(row) => `/projects/${row.projectId}`}
      summary={(data) => sumsOf({ amounts: data.sum, four: data.four })}
      empty={NOTHING_USED}
    />
  )
}

function Duties() {
  return (
    <DataPage
      {...useShared('duty')}
      endpoint={listDuties}
      columns={useDutyColumns()}
      rowKey={(row) => row.id}
      summary={(data) => sumsOf({ amounts: data.sum, four: data.four })}
      empty={NOTHING_USED}
    />
  )
}

function Groups({ face }: { face: ListFace }) {
  const params = useQueryParams()
  const by = groupingOf(params) ?? 'level'
  return (
    <DataPage
      {...useShared(face)}
      description={{
        zh: `${listGroupings[by].zh}分组的小计；点一组，看组里的每一笔。`,
        en: `Subtotals ${listGroupings[by].en.toLowerCase()}; open a group to see its lines.`,
      }}
      endpoint={groupLots}
      columns={useGroupColumns()}
      rowKey={(group) => group.key}
      rowHref={(group) => drillAddress(params, by, group.key)}
      summary={(data) => sumsOf({ amounts: data.sum, four: data.four })}
      empty={{ title: { zh: '清单上还没有资金', en: 'No money on the list yet' } }}
    />
  )
}
