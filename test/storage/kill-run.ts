/**
 * Starts a writing child, kills it with SIGKILL at a random moment, and does so again on the same folder, each child
 * first checking what the ones before had acknowledged. Any loss ends the run with an error that names the seed.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

export interface KillRun {
  /** Path of the writer's module. */
  readonly writer: string
  readonly kills: number
  readonly seed: number
}

export interface KillTally {
  readonly acknowledged: number
  /** Kills that hit a child after its first commit, and those that hit it while it started, recovered or checked. */
  readonly whileWriting: number
  readonly whileStarting: number
}

export async function killAgainAndAgain({ writer, kills, seed }: KillRun): Promise<KillTally> {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-kill-'))
  const acknowledged = join(folder, 'acknowledged.txt')
  writeFileSync(acknowledged, '')
  const random = randomFrom(seed)
  const tally = { acknowledged: 0, whileWriting: 0, whileStarting: 0 }
  try {
    for (let kill = 0; kill < kills; kill++) {
      // One in six dies somewhere in its start, the first of them while the database is being made.
      const early = kill % 6 === 0
      const tokens = await oneLife([join(folder, 'data'), writer, acknowledged], early, random, `seed ${seed}, kill ${kill + 1}`)
      appendFileSync(acknowledged, tokens.map((token) => `${token}\n`).join(''))
      tally.acknowledged += tokens.length
      if (tokens.length > 0) tally.whileWriting++
      else tally.whileStarting++
    }
    // One more life, to see what the last kill left.
    await oneLife([join(folder, 'data'), writer, acknowledged], false, random, `seed ${seed}, after the last kill`)
    return tally
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs one child until it is killed; returns the tokens it said. */
async function oneLife(args: readonly string[], early: boolean, random: () => number, name: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'kill-child.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)))
  const tokens: string[] = []
  const lost: string[] = []
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => {
    complaints += text.toString()
  })
  const wrote = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, ...rest] = line.split(' ')
      if (word === 'done') tokens.push(rest.join(' '))
      if (word === 'lost') lost.push(rest.join(' '))
      if (word === 'done') resolve()
    })
  })
  if (!early) await Promise.race([wrote, ended])
  await pause(random() * (early ? 2500 : 250))
  child.kill('SIGKILL')
  const end = await ended
  if (lost.length > 0) throw new Error(`${name}: ${lost.length} lost or damaged: ${lost.slice(0, 5).join('; ')}`)
  if (end !== 'SIGKILL') throw new Error(`${name}: the child ended by itself (${end}): ${complaints}`)
  return tokens
}

/** Mulberry32: the moments come from a seed, so that a run can be told apart and tried again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
