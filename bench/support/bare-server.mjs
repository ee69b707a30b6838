// @ts-check
/**
 * The baseline of the start-up benchmark: nothing but Node's own HTTP server and PGlite as it comes on a folder. Answers 200
 * once the database has answered. PORT and HEADGATE_DATA as for the real one. Plain JavaScript, so that nothing is compiled.
 */
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

const data = process.env['HEADGATE_DATA'] ?? ''
mkdirSync(data, { recursive: true })
const database = await PGlite.create(join(data, 'database'))
const server = createServer((_, answer) => {
  database.query('select 1').then(
    () => answer.end('{"status":"ok"}'),
    () => answer.writeHead(500).end(),
  )
})
server.listen(Number(process.env['PORT']), '127.0.0.1')
process.once('SIGTERM', () => {
  server.close()
  void database.close().then(() => process.exit(0))
})
