/**
 * The embedded engine loses nothing it has acknowledged, whenever it is killed: fifty kills (HEADGATE_KILLS sets another
 * number, HEADGATE_SEED repeats a run), in two lanes with a folder each: plain pairs of rows in one, real postings of the
 * ledger in the other, whose chain and balances are verified after every kill.
 */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killAgainAndAgain } from './kill-run.ts'

const KILLS = Number(process.env['HEADGATE_KILLS'] ?? 50)
const SEED = Number(process.env['HEADGATE_SEED'] ?? randomInt(1_000_000))
const WRITERS = ['ledger.writer.ts', 'pairs.writer.ts']

test(`${KILLS} kills at random moments lose nothing acknowledged (seed ${SEED})`, async () => {
  const lanes = WRITERS.map((writer, lane) =>
    killAgainAndAgain({
      writer: join(import.meta.dirname, writer),
      kills: Math.ceil((KILLS - lane) / WRITERS.length),
      seed: SEED + lane * 1_000_003,
    }),
  )
  // Both lanes end before either speaks: a lane left running would leave its child and its folder behind.
  await Promise.allSettled(lanes)
  const tallies = await Promise.all(lanes)
  const total = (of: 'acknowledged' | 'whileWriting' | 'whileStarting'): number => tallies.reduce((sum, tally) => sum + tally[of], 0)
  const kills = `${total('whileWriting')} kills while writing, ${total('whileStarting')} while starting`
  console.log(`seed ${SEED}: ${total('acknowledged')} commits acknowledged, ${kills}`)
  expect(total('whileWriting') + total('whileStarting')).toBe(KILLS)
  expect(total('acknowledged')).toBeGreaterThanOrEqual(total('whileWriting'))
  expect(total('whileWriting')).toBeGreaterThan(0)
}, 1_200_000)
