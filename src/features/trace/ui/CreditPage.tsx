/** 各记其功: what the money of every department achieved though it was pooled, by level and year, at any moment. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Card, Segmented, Tag } from 'antd'
import { hrefOf } from '#contract/client.ts'
import type { Text } from '#kernel/outcome.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { type DataColumn, DataTable } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MomentBar } from '#ui/MomentBar.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { creditList, exportCredit } from '../credit.contract.ts'
import { Bar, Definitions, FigureGrid, percentOf, useCreditQuery, useDepartmentHref, YearChoice } from './CreditParts.tsx'
import { sortRows } from './sort-rows.ts'
import './trace.css'

type List = AnswerOf<typeof creditList>
type Row = List['rows'][number]

export function CreditPage() {
  const say = useSay()
  const query = useCreditQuery()
  return (
    <>
      <PageHead
        title={say({ zh: '各部门资金成效', en: "What each department's money did" })}
        description={say({
          zh: '管理不变、各记其功：钱统在一起用，每个部门的钱办成了什么，顺着账一查到底，分毫不差。',
          en: 'Money is pooled, credit is kept: what the money of each department achieved, by lineage, to the fen.',
        })}
        extra={
          <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(exportCredit, { query })} download>
            {say({ zh: '导出 Excel', en: 'Export to Excel' })}
          </Button>
        }
      />
      <MomentBar />
      <Answer query={useAnswer(creditList, { query })}>{(list) => <CreditView list={list} />}</Answer>
      <Definitions />
    </>
  )
}

function totalTitle(level: Text | undefined, year: number | undefined): Text {
  const zh = [year ? `${year} 年` : '', level ? `${level.zh}资金` : ''].join('')
  const en = [level ? `${level.en} money` : '', year ? `of ${year}` : ''].filter((part) => part !== '').join(' ')
  return zh === '' ? { zh: '全区合计', en: 'The whole district' } : { zh: `全区合计：${zh}`, en: `The whole district: ${en}` }
}

function CreditView({ list }: { list: List }) {
  const say = useSay()
  const { level, year } = useCreditQuery()
  return (
    <>
      <div className="credit-tools">
        <LevelTabs levels={list.levels} />
        <YearChoice years={list.years} />
      </div>
      <Card className="page-card" title={say(totalTitle(list.levels.find((l) => l.level === level)?.label, year))}>
        <FigureGrid figures={list.total} />
      </Card>
      <div className="list-panel" style={{ marginBottom: 16 }}>
        <CreditTable list={list} />
      </div>
    </>
  )
}

function LevelTabs({ levels }: { levels: List['levels'] }) {
  const say = useSay()
  const set = useSetQueryParams()
  const { level } = useCreditQuery()
  return (
    <Segmented<string>
      className="no-print"
      aria-label={say({ zh: '资金层级', en: 'Level of the money' })}
      value={level ?? ''}
      options={[
        { value: '', label: say({ zh: '全部层级', en: 'All levels' }) },
        ...levels.map((l) => ({ value: l.level, label: say(l.label) })),
      ]}
      onChange={(value) => set({ level: value })}
    />
  )
}

function useColumns(total: List['total']): DataColumn<Row>[] {
  const say = useSay()
  const money = (key: 'announced' | 'allocated' | 'paid' | 'recognised', zh: string, en: string): DataColumn<Row> => ({
    key,
    title: { zh, en },
    kind: 'money',
    value: (row) => row.four[key],
    sortable: true,
    half: true,
    width: 118,
  })
  const count = (key: 'projects' | 'villages' | 'households' | 'contractsFinished', zh: string, en: string): DataColumn<Row> => ({
    key,
    title: { zh, en },
    kind: 'number',
    value: (row) => row[key],
    sortable: true,
    width: 78,
  })
  return [
    {
      key: 'department',
      title: { zh: '部门', en: 'Department' },
      value: (row) => row.department,
      render: (row) => (
        <>
          {row.department} {row.own ? <Tag color="red">{say({ zh: '本部门', en: 'own' })}</Tag> : null}
          <div className="cell-second credit-levels">{row.levels.map(say).join(say({ zh: '、', en: ', ' }))}</div>
        </>
      ),
      sortable: true,
      card: 'title',
    },
    money('announced', '指标下达', 'Announced'),
    money('allocated', '安排', 'Allocated'),
    money('paid', '支付', 'Paid'),
    money('recognised', '审定', 'Recognised'),
    {
      key: 'progress',
      title: { zh: '支付进度', en: 'Paid of allocated' },
      value: (row) => percentOf(row.four.paid, row.four.allocated),
      render: (row) => <Bar percent={percentOf(row.four.paid, row.four.allocated)} />,
      sortable: true,
      half: true,
      width: 140,
    },
    {
      key: 'part',
      title: { zh: '占全区安排', en: 'Of all allocated' },
      value: (row) => percentOf(row.four.allocated, total.four.allocated),
      render: (row) => <Bar percent={percentOf(row.four.allocated, total.four.allocated)} />,
      sortable: true,
      half: true,
      width: 140,
    },
    count('projects', '项目', 'Projects'),
    count('villages', '村', 'Villages'),
    count('households', '受益户', 'Households'),
    count('contractsFinished', '结清合同', 'Finished'),
  ]
}

function CreditTable({ list }: { list: List }) {
  const say = useSay()
  const sort = useQueryParam('sort')
  const set = useSetQueryParams()
  const href = useDepartmentHref()
  const columns = useColumns(list.total)
  const { total } = list
  const sum = (fen: string) => <MoneyText fen={fen} strong />
  return (
    <DataTable<Row>
      columns={columns}
      rows={sortRows(list.rows, columns, sort)}
      rowKey={(row) => row.department}
      rowHref={(row) => href(row.department)}
      rowClassName={(row) => (row.own ? 'credit-own' : '')}
      sort={sort}
      onChange={(change) => set({ sort: change.sort })}
      label={{ zh: '各部门资金成效', en: "What each department's money did" }}
      empty={{
        title: { zh: '这里还没有资金', en: 'No money here yet' },
        hint: {
          zh: '换一个层级、年度或日期；登记资金文件以后就有了。',
          en: 'Choose another level, year or day; it appears once documents are registered.',
        },
      }}
      summary={{
        department: say({ zh: '全区合计', en: 'District' }),
        announced: sum(total.four.announced),
        allocated: sum(total.four.allocated),
        paid: sum(total.four.paid),
        recognised: sum(total.four.recognised),
        projects: total.projects,
        villages: total.villages,
        households: total.households,
        contractsFinished: total.contractsFinished,
      }}
    />
  )
}
