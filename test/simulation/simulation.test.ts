/**
 * Random officers against the independent bookkeeper, on both engines, all invariants after every command. The seed is new
 * each time and printed; HEADGATE_SEED runs one again, HEADGATE_SIMULATION=100000 makes it longer.
 */
import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { engines } from '../support/database.ts'
import { newTally, Season } from './season.ts'
import { FAILED_ONCE } from './seeds.ts'

const COMMANDS = Number(process.env['HEADGATE_SIMULATION'] ?? 600)
const SEED = Number(process.env['HEADGATE_SEED'] ?? randomInt(2 ** 31))
/** Seasons end before their books grow long, so that a run of any length takes a time in proportion. */
const SEASON = 600

describe.each(engines())('on $name', ({ open }) => {
  test.each(FAILED_ONCE)('seed $seed, which once failed: $found', async ({ seed, commands }) => {
    await expect(Season.run(await open(), seed, commands, newTally())).resolves.toBeUndefined()
  })

  test(`${COMMANDS} commands of random officers, seed ${SEED}`, { timeout: 60_000 + COMMANDS * 200 }, async () => {
    const tally = newTally()
    for (let left = COMMANDS, season = 0; left > 0; left -= SEASON, season++)
      await Season.run(await open(), SEED + season, Math.min(left, SEASON), tally)
    console.log(`simulation: seed ${SEED}, ${tally.commands} commands; accepted`, tally.accepted, 'refused', tally.refused)
    expect(tally.commands).toBe(COMMANDS)
  })
})
