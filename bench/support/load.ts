/**
 * A load generator that leaves the processor to what is measured: prepared bytes over keep-alive sockets, and no more read
 * of an answer than its status, its length, and whether every posting of it was accepted.
 */
import { connect, type Socket } from 'node:net'

const HEADER_END = Buffer.from('\r\n\r\n')
const REFUSED = Buffer.from('"ok":false')

/** One connection, one request at a time. */
class Line {
  readonly #socket: Socket
  #received: Buffer[] = []
  #length = 0
  #wanted = 0
  #settle: { resolve: (body: Buffer) => void; reject: (error: Error) => void } | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (error) => this.#settle?.reject(error))
    socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')))
  }

  send(request: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#settle = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk)
    this.#length += chunk.length
    if (this.#wanted === 0) this.#readHead()
    if (this.#wanted === 0 || this.#length < this.#wanted) return
    const whole = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received)
    this.#received = []
    this.#length = 0
    this.#wanted = 0
    const settle = this.#settle
    this.#settle = undefined
    if (whole.toString('latin1', 9, 12) !== '200' || whole.includes(REFUSED))
      settle?.reject(new Error(`refused: ${whole.toString('utf8').slice(0, 2000)}`))
    else settle?.resolve(whole)
  }

  #readHead(): void {
    const all = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received)
    this.#received = [all]
    const end = all.indexOf(HEADER_END)
    if (end < 0) return
    const length = /content-length: (\d+)/i.exec(all.toString('latin1', 0, end))
    if (!length) throw new Error(`an answer without its length: ${all.toString('latin1', 0, end)}`)
    this.#wanted = end + HEADER_END.length + Number(length[1])
  }
}

const lineTo = (port: number): Promise<Line> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(new Line(socket)))
    socket.once('error', reject)
  })

export interface Load {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly clients: number
  readonly milliseconds: number
  /** The body of the next request. */
  readonly body: () => string
}

/** Requests a second: each client sends its next request when the last one is answered. A refusal or an error ends it. */
export async function load({ port, path, headers, clients, milliseconds, body }: Load): Promise<number> {
  const fixed = Object.entries({ Host: '127.0.0.1', 'Content-Type': 'application/json', ...headers })
  const head = `POST ${path} HTTP/1.1\r\n${fixed.map(([name, value]) => `${name}: ${value}\r\n`).join('')}Content-Length: `
  const lines = await Promise.all(Array.from({ length: clients }, () => lineTo(port)))
  try {
    const began = performance.now()
    let done = 0
    const client = async (line: Line) => {
      do {
        const text = body()
        await line.send(`${head}${Buffer.byteLength(text)}\r\n\r\n${text}`)
        done++
      } while (performance.now() - began < milliseconds)
    }
    await Promise.all(lines.map(client))
    return (done * 1000) / (performance.now() - began)
  } finally {
    for (const line of lines) line.close()
  }
}
