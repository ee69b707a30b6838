/** What stands behind the lots and projects that plans speak of: names, places, units, departments. */
import { fen, type Fen } from '#kernel/money.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import type { FundLevel } from '#policy/fund-catalogue.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { PlanLot, PlanProject } from './plan-compare.model.ts'

export async function loadPlanLots(on: Executor, district: string, ids: readonly string[]): Promise<Map<string, PlanLot>> {
  const found = await rows(
    on,
    sql<{
      lot_id: string
      doc_no: string
      fund_name: string
      level: FundLevel
      department: string
      book: BookKey
      pool_class: string
      usable_to: number
      catalogue_code: string
    }>`select l.lot_id, d.doc_no, l.fund_name, l.level, l.department, l.book, l.pool_class, l.usable_to, l.catalogue_code from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where l.district = ${district} and l.lot_id = any(${[...ids]}::text[]) order by l.book, d.doc_no, l.lot_id`,
  )
  return new Map(
    found.map((l) => [
      l.lot_id,
      {
        lotId: l.lot_id,
        docNo: l.doc_no,
        fundName: l.fund_name,
        level: l.level,
        department: l.department,
        book: l.book,
        poolClass: l.pool_class,
        usableTo: l.usable_to,
        catalogue: l.catalogue_code,
      },
    ]),
  )
}

export async function loadPlanProjects(on: Executor, district: string, ids: readonly string[]): Promise<Map<string, PlanProject>> {
  const found = await rows(
    on,
    sql<{
      project_id: string
      code: string
      name: string
      category: CategoryKey
      poverty: boolean
      household: boolean
      place: string
      content: string
      responsible_unit: string
      households: number
      township: string | null
      township_name: string | null
      village: string | null
      village_name: string | null
      years: number[]
      needs: string[]
    }>`select p.project_id, p.code, p.name, p.category, p.poverty, p.household, p.place, p.content, p.responsible_unit, p.households,
        t.code as township, t.name as township_name, v.code as village, v.name as village_name,
        array(select f.year from project_phase f where f.district = p.district and f.project_id = p.project_id order by f.year) as years,
        array(select f.need_fen::text from project_phase f where f.district = p.district and f.project_id = p.project_id order by f.year)
          as needs
      from project p
      left join division t on t.district = p.district and t.level = 'township' and t.code = left(p.region, 9)
      left join division v on v.district = p.district and v.level = 'village' and v.code = p.region
      where p.district = ${district} and p.project_id = any(${[...ids]}::text[]) order by p.code`,
  )
  return new Map(
    found.map((p) => [
      p.project_id,
      {
        projectId: p.project_id,
        code: p.code,
        name: p.name,
        category: p.category,
        poverty: p.poverty,
        household: p.household,
        place: p.place,
        content: p.content,
        unit: p.responsible_unit,
        households: p.households,
        township: p.township ?? '',
        townshipName: p.township_name ?? '全区',
        village: p.village,
        villageName: p.village_name,
        needs: new Map(p.years.map((year, i): [number, Fen] => [year, fen(BigInt(p.needs[i]!))])),
      },
    ]),
  )
}
