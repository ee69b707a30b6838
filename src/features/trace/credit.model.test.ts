import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fourAmounts, NO_MONEY, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { creditOf, creditParts, type CreditProject, type CreditRow, inFilter, projectShares, shareOf, sumAmounts } from './credit.model.ts'

const project = (id: string, households: number, region: string | null = null): [string, CreditProject] => [
  id,
  { project_id: id, code: id, name: id, category: 'road', year: 2017, place: '', region, households },
]
const money = (department: string, projectId: string, amounts: Partial<StageAmounts>, more: Partial<CreditRow> = {}): CreditRow => ({
  department,
  level: 'province',
  year: 2017,
  project_id: projectId,
  contract_id: '',
  ...NO_MONEY,
  ...amounts,
  ...more,
})

describe('credit of departments', () => {
  const projects = new Map([project('p1', 10, '420302202201'), project('p2', 7, '420302202'), project('p3', 100)])
  const rows = [
    money('农业局', '', { announced: 900n, available: 500n }),
    money('农业局', 'p1', { paid: 200n }, { contract_id: 'k1' }),
    money('水利局', 'p1', { paid: 100n }, { contract_id: 'k1' }),
    money('水利局', 'p2', { reserved: 100n, paid: 100n }, { contract_id: 'k2' }),
    money('水利局', 'p2', { retained: 1n }, { contract_id: 'k2', level: 'city' }),
    // What is audited is no money: it gives nobody a project.
    money('交通局', 'p3', { recognised: 500n }),
  ]
  const parts = creditParts(rows, projects)
  const of = (department: string) => creditOf(parts.filter(inFilter({ department })), projects)

  it('gives each department its own money, its projects, and its part of the households', () => {
    expect(of('农业局')).toMatchObject({ projects: 1, townships: 1, villages: 1, households: 7n, contractsFinished: 1 })
    expect(fourAmounts(of('农业局').amounts)).toEqual({ announced: 900n, allocated: 200n, paid: 200n, recognised: 0n })
    expect(of('水利局')).toMatchObject({ projects: 2, townships: 1, villages: 1, households: 10n, contractsFinished: 1 })
    expect(of('交通局')).toMatchObject({ projects: 0, households: 0n })
    expect(creditOf(parts, projects)).toMatchObject({ projects: 2, households: 17n, contractsFinished: 1 })
  })

  it('says which part of a project a department paid', () => {
    const own = projectShares(parts.filter(inFilter({ department: '农业局' })), parts, projects)
    expect(own.map((s) => [s.project.code, s.weight, s.whole, shareOf(s.weight, s.whole)])).toEqual([['p1', 200n, 300n, 66.67]])
  })

  it('a contract with money retained is not finished', () => {
    expect(parts.flatMap((p) => p.finished)).toEqual(['k1', 'k1'])
  })
})

it('adds up to the district in households and in every stage, however it is grouped', () => {
  const row = fc.record({
    department: fc.constantFrom('甲', '乙', '丙'),
    level: fc.constantFrom('central', 'province', 'city'),
    year: fc.constantFrom(2015, 2016, 2017),
    project: fc.constantFrom('', 'p1', 'p2', 'p3'),
    reserved: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    paid: fc.bigInt({ min: 0n, max: 3n }),
  })
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat(2000), { minLength: 3, maxLength: 3 }),
      (made, households) => {
        const projects = new Map(households.map((n, i) => project(`p${i + 1}`, n)))
        const rows = made.map((m) =>
          money(m.department, m.project, { reserved: m.reserved, paid: m.paid }, { level: m.level, year: m.year }),
        )
        const parts = creditParts(rows, projects)
        const district = [...projects.values()]
          .filter((p) => rows.some((r) => r.project_id === p.project_id && r.reserved + r.paid > 0n))
          .reduce((sum, p) => sum + BigInt(p.households), 0n)
        for (const [name, values] of [
          ['department', ['甲', '乙', '丙']],
          ['level', ['central', 'province', 'city']],
          ['year', [2015, 2016, 2017]],
        ] as const) {
          const groups = values.map((value) => creditOf(parts.filter(inFilter({ [name]: value })), projects))
          expect(groups.reduce((sum, g) => sum + g.households, 0n)).toBe(district)
          expect(sumAmounts(groups.map((g) => g.amounts))).toEqual(sumAmounts(rows))
        }
      },
    ),
  )
})
