import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { generateShape } from '../../../../bench/allocation/generate.ts'
import { boundOf } from './certificate.ts'
import { classify } from './classes.ts'
import { Construction } from './construction.ts'
import { greedyPlan } from './greedy.ts'
import { firstBreach } from './legal.ts'
import { Line, Partner } from './partner.ts'
import { Plan } from './plan.ts'
import { prepare } from './prepare.ts'
import { relax } from './relax.ts'

const SHAPE = { projects: 120, lots: 14, counties: 1, towns: 3, years: [2024, 2025], cover: 0.5 }
const prep = prepare(generateShape(SHAPE, 'partner', 6))
const classes = classify(prep, true)
const law = { kind: 'all' } as const
const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
const habit = greedyPlan(prep)
const choice = { units: habit.units, benefit: habit.objectives().benefit, bound: 1e9, quotas: [Float64Array.of(1, 2)] }

async function beginning(seconds: number) {
  const guide = await relax(prep, classes, law, limits, null)
  expect(guide.status).toBe('optimal')
  const bound = boundOf(prep, classes, guide.prices, law)
  return { known: { guide, statutory: law, bound, goal: 5e-4 }, decided: null, seconds, left: seconds * 1000, seed: 5 }
}

const patience = async (found: () => unknown) => {
  for (let tries = 0; tries < 600 && !found(); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
}

describe('what two threads tell each other', () => {
  it('is a whole plan, once, and taken only where it is better', () => {
    const { port1, port2 } = new MessageChannel()
    const [here, there] = [new Line(prep, port1), new Line(prep, port2)]
    expect(there.better(null)).toBeNull()
    here.offer(habit)
    const heard = there.better(new Plan(prep))!
    expect(heard.slices()).toEqual(habit.slices())
    expect(heard.objectives()).toEqual(habit.objectives())
    expect([...heard.rest]).toEqual([...habit.rest])
    expect(there.better(habit)).toBeNull()
    // Neither says again what both know by now.
    here.offer(habit)
    there.offer(habit)
    expect(receiveMessageOnPort(port1)).toBeUndefined()
    expect(receiveMessageOnPort(port2)).toBeUndefined()
    port1.close()
  })

  it('is a choice', () => {
    const { port1, port2 } = new MessageChannel()
    const [here, there] = [new Line(prep, port1), new Line(prep, port2)]
    expect(there.choice()).toBeNull()
    here.tell(choice)
    expect(there.choice()).toEqual(choice)
    expect(here.choice()).toBeNull()
    port1.close()
  })
})

describe('the second thread', () => {
  it('finds legal plans from where the first has come to', async () => {
    const partner = Partner.start()!
    const line = partner.begin(prep, await beginning(3))
    await patience(() => line.better(habit))
    const plan = line.better(habit)!
    expect(firstBreach(plan)).toBeNull()
    expect(plan.objectives().benefit).toBeGreaterThan(habit.objectives().benefit)
    await partner.end()
  }, 60_000)

  it('may fail: the first goes on alone', async () => {
    const partner = Partner.start()!
    const from = await beginning(3)
    const { guide } = from.known
    const broken = { ...guide, prices: { ...guide.prices, lots: null as never } }
    const line = partner.begin(prep, { ...from, known: { ...from.known, guide: broken } })
    const plans: Plan[] = []
    const more = { ...limits, deadline: performance.now() + 3000, seconds: 3 }
    await new Construction({ prep, classes, ...from.known }, more, { phase: () => {}, found: (plan) => void plans.push(plan.copy()) }).help(
      line,
      null,
    )
    expect(plans.length).toBeGreaterThan(0)
    expect(line.better(null)).toBeNull()
    await partner.end()
  }, 60_000)

  it('ends with the first, whatever it is about', async () => {
    const partner = Partner.start()!
    const line = partner.begin(prep, await beginning(300))
    await patience(() => line.better(null))
    expect(line.better(null)).not.toBeNull()
    await partner.end()
  }, 60_000)
})
