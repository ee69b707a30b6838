/** Instants (ISO text in UTC) as an official in Shanghai reads them. Pure arithmetic: no browser time zone is asked. */
import { civilDateOfInstant } from '#kernel/civil-date.ts'

const SHANGHAI = 8 * 3_600_000

/** `2017-03-02T06:05:09.123Z` → `2017-03-02 14:05`; text that is no instant (a plain date) is given back as it is. */
export function formatInstant(iso: string | null): string {
  if (!iso) return ''
  if (!iso.includes('T')) return iso
  const milliseconds = Date.parse(iso)
  if (Number.isNaN(milliseconds)) return iso
  const minutes = Math.floor((milliseconds + SHANGHAI) / 60_000)
  const ofDay = ((minutes % 1440) + 1440) % 1440
  const two = (n: number) => String(n).padStart(2, '0')
  return `${civilDateOfInstant(milliseconds)} ${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`
}
