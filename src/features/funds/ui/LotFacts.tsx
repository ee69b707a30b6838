/** What is known of a lot from its document, and what follows from it: class with the reason, uses, years, subjects. */
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import type { Lot } from './LotPage.tsx'

export function LotFacts({ lot }: { lot: Lot }) {
  const say = useSay()
  const source = lot.sourceFile
  const comma = say({ zh: '、', en: ', ' })
  return (
    <Facts
      items={[
        { label: { zh: '文号', en: 'Document' }, value: lot.docNo },
        { label: { zh: '单据', en: 'Kind of document' }, value: say(lot.documentKind) },
        { label: { zh: '发文单位', en: 'Issued by' }, value: lot.issuer },
        { label: { zh: '发文日期', en: 'Issued on' }, value: lot.issuedOn },
        { label: { zh: '收文日期', en: 'Received on' }, value: lot.receivedOn },
        { label: { zh: '级次', en: 'Level' }, value: say(lot.levelLabel) },
        { label: { zh: '主管部门', en: 'Department' }, value: lot.department },
        { label: { zh: '资金性质', en: 'Nature' }, value: say(lot.natureLabel) },
        { label: { zh: '专账', en: 'Book' }, value: say(lot.bookLabel) },
        { label: { zh: '资金目录', en: 'Catalogue' }, value: say(lot.catalogueLabel) },
        { label: { zh: '功能科目', en: 'Functional subject' }, value: say(lot.funcLabel) },
        { label: { zh: '经济科目', en: 'Economic subject' }, value: say(lot.econLabel) },
        { label: { zh: '资金年度', en: 'Fiscal year' }, value: lot.fiscalYear },
        { label: { zh: '结转自', en: 'Carried over from' }, value: lot.carriedFrom },
        { label: { zh: '可用到', en: 'Usable to' }, value: lot.lapsesOn },
        { label: { zh: '统筹类别', en: 'Pooling' }, value: say(lot.poolClassLabel) },
        { label: { zh: '统筹依据', en: 'Why' }, value: say(lot.poolWhy), wide: true },
        { label: { zh: '可用于', en: 'May pay for' }, value: lot.useLabels.map(say).join(comma), wide: true },
        {
          label: { zh: '限用地域', en: 'Only in' },
          value: lot.regions.length > 0 ? lot.regions.map((r) => r.name).join(comma) : say({ zh: '不限', en: 'anywhere' }),
          wide: true,
        },
        { label: { zh: '文件用途', en: 'Purpose in the document' }, value: lot.purpose, wide: true },
        {
          label: { zh: '原表位置', en: 'Where in the file' },
          value: source
            ? say({
                zh: `${source.name}，工作表“${source.sheet}”第 ${source.row} 行`,
                en: `${source.name}, sheet “${source.sheet}”, row ${source.row}`,
              })
            : null,
          wide: true,
        },
      ]}
    />
  )
}
