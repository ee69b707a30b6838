/** What the address of the page asks for; the names are those of the endpoint's query. */
import { type StatementName, statements } from '#policy/statements.ts'
import { type QueryParams, useQueryParams } from '#ui/routing.ts'

interface Asked {
  readonly name: StatementName
  readonly raw: QueryParams
  readonly page: number
}

export function useStatement(): Asked {
  const { statement, page, ...rest } = useQueryParams()
  const name: StatementName = statement && Object.hasOwn(statements, statement) ? (statement as StatementName) : 'trial'
  const raw = name === 'detail' && !rest['subject'] ? { ...rest, subject: '101' } : rest
  return { name, raw, page: Number(page ?? 1) || 1 }
}
