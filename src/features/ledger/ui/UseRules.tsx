/** Which kind of money may pay for what: one row a kind of money, one column a use. Everything not ticked is refused. */
import { books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import { useSay } from '#ui/language.tsx'

const uses = Object.keys(categories) as CategoryKey[]

export const poolClasses: Readonly<Record<string, { zh: string; en: string }>> = {
  poolable: { zh: '可统筹', en: 'poolable' },
  earmarked: { zh: '专款专用', en: 'earmarked' },
  personal: { zh: '到户到人', en: 'to households' },
}

export function UseRules() {
  const say = useSay()
  return (
    <>
      <p className="help-text">
        {say({
          zh: '打勾的用途可以付，没有打勾的一律拒绝（规则 I13）。资金文件另有规定的，在那一笔资金上更正。',
          en: 'A ticked use may be paid; everything else is refused (I13). Where a document says otherwise, the lot itself is corrected.',
        })}
      </p>
      <div className="rule-scroll" tabIndex={0} role="region" aria-label={say({ zh: '用途表', en: 'Table of uses' })}>
        <table className="rule-matrix">
          <thead>
            <tr>
              <th scope="col">{say({ zh: '资金', en: 'Kind of money' })}</th>
              {uses.map((use) => (
                <th key={use} scope="col">
                  {say(categories[use].label)}
                </th>
              ))}
              <th scope="col">{say({ zh: '依据', en: 'Basis' })}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(fundCatalogue).map(([code, kind]) => (
              <tr key={code}>
                <th scope="row">
                  {say(kind.label)}
                  <span className="rule-note">{`${code} · ${say(books[kind.book].label)} · ${say(poolClasses[kind.poolClass] ?? { zh: kind.poolClass, en: kind.poolClass })}`}</span>
                </th>
                {uses.map((use) => {
                  const may = (kind.uses as readonly CategoryKey[]).includes(use)
                  return (
                    <td key={use} className={may ? 'rule-yes' : undefined}>
                      {may ? '✓' : ''}
                    </td>
                  )
                })}
                <td style={{ textAlign: 'left', minWidth: 180 }}>{kind.basis}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
