/** What an officer may say a column means, in the order of the picker. */
import type { Text } from '#kernel/outcome.ts'
import type { FieldName } from './columns.ts'

export const fieldLabels: Readonly<Partial<Record<FieldName | 'ignore', Text>>> = {
  ignore: { zh: '不导入', en: 'Leave out' },
  amount: { zh: '金额', en: 'Amount' },
  seq: { zh: '序号', en: 'Number' },
  docNo: { zh: '文号', en: 'Document number' },
  fundName: { zh: '资金名称', en: 'Name of the fund' },
  level: { zh: '资金级次', en: 'Level' },
  department: { zh: '主管部门', en: 'Department' },
  year: { zh: '年度', en: 'Year' },
  issuedOn: { zh: '发文日期', en: 'Date of issue' },
  purpose: { zh: '用途', en: 'Purpose' },
  projectName: { zh: '项目名称', en: 'Project name' },
  township: { zh: '乡镇', en: 'Township' },
  village: { zh: '村', en: 'Village' },
  location: { zh: '建设地点', en: 'Place' },
  content: { zh: '建设内容', en: 'Content' },
  category: { zh: '项目类别', en: 'Category' },
  households: { zh: '受益户数', en: 'Households' },
  population: { zh: '受益人口', en: 'Population' },
  responsibleUnit: { zh: '责任单位', en: 'Responsible unit' },
  source: { zh: '某一来源的金额', en: 'Amount of one source' },
  totalInvestment: { zh: '总投资', en: 'Total investment' },
  remark: { zh: '备注', en: 'Remark' },
}
