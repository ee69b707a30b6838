/**
 * A PostgreSQL server, 15 to 18, by its address. Every connection speaks UTC and ISO dates whatever the server's own
 * settings are, and answers with the same values as the embedded engine.
 */
import { Client, type ClientConfig, Pool, type PoolClient } from 'pg'
import { must, refusals } from '#kernel/outcome.ts'
import { type Answer, type Channel, type ChannelSource, PREPARED } from './driver.ts'
import { DatabaseFailure } from './failure.ts'
import { parserOf } from './value.ts'

const refuse = refusals({
  database_address_invalid: {
    kind: 'invalid',
    zh: '数据库地址（DATABASE_URL）写法不对：{reason}。应为 postgresql://用户：密码@主机：5432/库名',
    en: 'The database address (DATABASE_URL) is malformed: {reason}. It should read postgresql://user:password@host:5432/name',
  },
  database_unreachable: {
    kind: 'conflict',
    zh: '连不上数据库服务器 {place}：{reason}。请核对 DATABASE_URL，并确认服务器已启动、允许本机连接',
    en: 'The database server at {place} cannot be reached: {reason}. Check DATABASE_URL, and that it runs and admits this machine',
  },
  database_version: {
    kind: 'conflict',
    zh: '数据库服务器 {place} 的版本是 {version}，本系统需要 PostgreSQL 15 或更新的版本',
    en: 'The database server at {place} is version {version}; PostgreSQL 15 or newer is needed',
  },
  database_encoding: {
    kind: 'conflict',
    zh: '数据库 {place} 的字符集是 {encoding}，须为 UTF8。请用 CREATE DATABASE … ENCODING UTF8 TEMPLATE template0 新建一个',
    en: 'The database {place} is encoded in {encoding}, not UTF8. Make one with CREATE DATABASE … ENCODING UTF8 TEMPLATE template0',
  },
})

export interface ServerOptions {
  readonly url: string
  readonly maxConnections: number
  readonly applicationName: string
}

const SESSION = [
  '-c timezone=UTC',
  '-c datestyle=ISO',
  '-c intervalstyle=iso_8601',
  '-c bytea_output=hex',
  '-c extra_float_digits=1',
  // Compiling a plan costs fifty milliseconds, and the statements here are done long before.
  '-c jit=off',
]

/** Throws Refused, in words and without the password, when there is no fit server at the address. */
export async function openServer(options: ServerOptions): Promise<ChannelSource> {
  const place = placeOf(options.url)
  const config: ClientConfig = {
    connectionString: options.url,
    application_name: options.applicationName,
    options: SESSION.join(' '),
    connectionTimeoutMillis: 15_000,
    types: { getTypeParser: (oid: number) => parserOf(oid) },
  }
  const pool = new Pool({ ...config, max: options.maxConnections })
  // An idle connection that the server ends is dropped from the pool; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    const found = await pool.query<{ number: string; version: string; encoding: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version,
              current_setting('server_encoding') as encoding`,
    )
    const { number, version, encoding } = found.rows[0]!
    if (Number(number) < 150_000) must(refuse('database_version', { place, version }))
    if (encoding !== 'UTF8') must(refuse('database_encoding', { place, encoding }))
  } catch (error) {
    await pool.end()
    if (error instanceof Error && error.name === 'Refused') throw error
    must(refuse('database_unreachable', { place, reason: reasonOf(error) }))
  }
  const line = new Line(config)
  return {
    acquire: async () => {
      const client = await pool.connect()
      return new ServerChannel(client, (broken) => client.release(broken))
    },
    line: () => line.open(),
    close: async () => {
      await line.close()
      await pool.end()
    },
  }
}

/** One connection beside the pool, opened when it is first wanted and again after it was lost, upon which questions do not wait for answers. */
class Line {
  readonly #config: ClientConfig
  #client: Promise<Client> | null = null

  constructor(config: ClientConfig) {
    this.#config = config
  }

  async open(): Promise<Channel> {
    this.#client ??= this.#connect()
    // Nobody gives it back: it is everybody's.
    return new ServerChannel(await this.#client, () => {})
  }

  #connect(): Promise<Client> {
    const client = new Client({ ...this.#config, pipeline: true })
    const connected = client.connect().then(() => client)
    const lost = () => {
      if (this.#client === connected) this.#client = null
    }
    client.on('error', lost).on('end', lost)
    connected.catch(lost)
    return connected
  }

  async close(): Promise<void> {
    await (await this.#client?.catch(() => null))?.end()
  }
}

function placeOf(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url)
    if (protocol !== 'postgresql:' && protocol !== 'postgres:') throw new Error(protocol)
    return `${host || 'localhost'}${pathname}`
  } catch (error) {
    // The text itself is not repeated: it may hold the password.
    return must(refuse('database_address_invalid', { reason: error instanceof Error && error.message.endsWith(':') ? error.message : '?' }))
  }
}

/** Where several addresses of a name all failed, Node's error has no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

class ServerChannel implements Channel {
  readonly #client: Client | PoolClient
  readonly release: (broken: boolean) => void

  constructor(client: Client | PoolClient, release: (broken: boolean) => void) {
    this.#client = client
    this.release = release
  }

  async query(text: string, parameters: readonly (string | null)[]): Promise<Answer> {
    try {
      const name = nameOf(text)
      const result: unknown = await this.#client.query(name ? { name, text, values: [...parameters] } : { text, values: [...parameters] })
      // Several statements in one text give a list of results.
      const last = (Array.isArray(result) ? result.at(-1) : result) as Result
      const writes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(last.command)
      return { rows: last.rows, command: last.command, written: writes ? (last.rowCount ?? 0) : undefined }
    } catch (error) {
      throw error instanceof Error ? new DatabaseFailure(error, text) : error
    }
  }
}

const names = new Map<string, string>()

/** A statement that begins with `PREPARED` is parsed and planned once a connection, under a name of its own. */
function nameOf(text: string): string | undefined {
  if (!text.startsWith(PREPARED)) return undefined
  const name = names.get(text) ?? `headgate_${names.size + 1}`
  names.set(text, name)
  return name
}

interface Result {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: Record<string, unknown>[]
}
