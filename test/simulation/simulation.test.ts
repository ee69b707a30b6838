/**
 * Random officers against the independent bookkeeper, on both engines. After every command the record of actions and the chain heads
 * have grown by exactly what was expected; after every posting its kind, numbers, people and amount are the auditor's, every account
 * holds to the fen what his does, each lot adds up and nothing is below zero (I1–I4, I8, I10, I13–I16). Every 300 requests and at the
 * end of each season the trial balance by title and the whole of `headgate verify`.
 *
 * Beside the officers, programs send streams of calls to two posting desks, several at the same moment; their order is read from the
 * record of actions, and each item's answer must be the one that the auditor gives at its place, down to the id and hash of the posting.
 * The office draws up plans by hand, which are adopted, adjusted and go out of date; and somebody always works on closing a book.
 *
 * The seed is new each time and printed. HEADGATE_SEED runs one again. HEADGATE_SIMULATION=100000 makes a run longer: it falls into
 * seasons of 600 commands, each with a district and a seed of its own (the seed of the run, and one more for each), so that a run may
 * be resumed with the seed of the season where it stopped, or divided among processes; HEADGATE_ENGINE=embedded or postgresql keeps it
 * to one engine. A season says that it is over where a run has more than one.
 */
import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { engines } from '../support/database.ts'
import { Season } from './season.ts'
import { FAILED_ONCE } from './seeds.ts'
import { newTally } from './tally.ts'

const COMMANDS = Number(process.env['HEADGATE_SIMULATION'] ?? 300)
const SEED = Number(process.env['HEADGATE_SEED'] ?? randomInt(2 ** 31))
const ONLY = process.env['HEADGATE_ENGINE']
/** Seasons end before their books grow long, so that a run of any length takes a time in proportion. */
const SEASON = 600

describe.each(engines().filter(({ name }) => !ONLY || name === ONLY))('on $name', ({ name, open }) => {
  test.each(FAILED_ONCE)('seed $seed, which once failed: $found', async ({ seed, commands }) => {
    await expect(Season.run(await open(), seed, commands, newTally())).resolves.toBeUndefined()
  })

  test(`${COMMANDS} commands of random officers, seed ${SEED}`, { timeout: 60_000 + COMMANDS * 200 }, async () => {
    const tally = newTally()
    for (let left = COMMANDS, season = 0; left > 0; left -= SEASON, season++) {
      await Season.run(await open(), SEED + season, Math.min(left, SEASON), tally)
      if (COMMANDS > SEASON) console.log(`simulation on ${name}: seed ${SEED + season} is over, ${tally.commands} commands`)
    }
    console.log(`simulation on ${name}: seed ${SEED}, ${tally.commands} commands; accepted`, tally.accepted, 'refused', tally.refused)
    expect(tally.commands).toBe(COMMANDS)
  })
})
