/** Who is signed in, as pages need it. Buttons on objects come from the server's `actions`; this is for menus and "new". */
import { createContext, type ReactNode, useContext } from 'react'
import { Fault, type Text } from '#kernel/outcome.ts'
import type { Permission } from '#policy/roles.ts'

export interface SignedIn {
  readonly user: {
    readonly id: string
    readonly username: string
    readonly name: string
    readonly role: string
    readonly roleLabel: Text
    readonly scope: string | null
    readonly scopeName: string | null
    readonly permissions: readonly string[]
  }
  readonly district: { readonly code: string; readonly name: string }
  /** Civil date of the server, YYYY-MM-DD. */
  readonly today: string
}

const SessionContext = createContext<SignedIn | null>(null)

export const SessionProvider = ({ session, children }: { session: SignedIn; children: ReactNode }) => (
  <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
)

export function useSession(): SignedIn {
  const session = useContext(SessionContext)
  if (!session) throw new Fault('session', 'this page needs somebody signed in')
  return session
}

/** `may('funds.import')`: whether to offer something at all. */
export function useMay(): (permission: Permission) => boolean {
  const { user } = useSession()
  return (permission) => user.permissions.includes(permission)
}
