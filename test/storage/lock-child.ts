/** Locks the folder it is given, says `locked` or the code of the refusal, and stays until it is killed or unplugged. */
import { writeSync } from 'node:fs'
import { Refused } from '#kernel/outcome.ts'
import { lockFolder } from '#platform/db/folder-lock.ts'

try {
  await lockFolder(process.argv[2] ?? '')
  writeSync(1, 'locked\n')
} catch (error) {
  if (!(error instanceof Refused)) throw error
  writeSync(1, `${error.refusal.code}\n`)
}
process.stdin.resume()
