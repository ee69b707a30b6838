/** Which page of the ways of money the address asks for. */
import { useQueryParams } from '#ui/routing.ts'

const WAYS_ON_A_PAGE = 50

export function useWaysPage(): { readonly page: number; readonly pageSize: number } {
  const { page, pageSize } = useQueryParams()
  return { page: numberOf(page, 1), pageSize: numberOf(pageSize, WAYS_ON_A_PAGE) }
}

const numberOf = (text: string | undefined, otherwise: number): number => (text && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : otherwise)
