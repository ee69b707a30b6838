/** What a feature gives the shell: its pages, each with an address, a title and a loader. The shell makes routes of them. */
import type { ComponentType } from 'react'
import type { Text } from '#kernel/outcome.ts'
import type { Permission } from '#policy/roles.ts'

export interface PageDefinition {
  /** Address with `$name` for parameters: `/money/lots/$id`. */
  readonly path: string
  readonly title: Text
  /** Who may open it; null or absent: everybody who is signed in. The server decides again on every request. */
  readonly permission?: Permission | null
  readonly load: () => Promise<{ Page: ComponentType }>
}
