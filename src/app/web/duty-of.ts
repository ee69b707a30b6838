/** Role and place of a person, without what the name says already (names such as 区统筹办 王丽华). */
import type { Text } from '#kernel/outcome.ts'
import type { SignedIn } from '#ui/session.tsx'

export const dutyOf = ({ name, roleLabel, scopeName }: SignedIn['user'], say: (text: Text) => string): string =>
  [say(roleLabel), scopeName].filter((part) => part !== null && !name.includes(part)).join(' · ')
