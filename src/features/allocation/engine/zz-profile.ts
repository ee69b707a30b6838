import { generate, type ShapeName } from '../../../../bench/allocation/generate.ts'
import { boundOf } from './certificate.ts'
import { classify } from './classes.ts'
import { flowCount } from './class-model.ts'
import { prepare } from './prepare.ts'
import { guessPrices, relax } from './relax.ts'
const [name, seed] = process.argv.slice(2)
const inst = generate(name as ShapeName, Number(seed))
let t = performance.now()
let c0 = process.cpuUsage()
const lap = (s: string) => {
  const c = process.cpuUsage(c0)
  console.log(s.padEnd(40), ((performance.now() - t) / 1000).toFixed(2), 'wall', (c.user / 1e6).toFixed(2), 'cpu')
  t = performance.now()
  c0 = process.cpuUsage()
}
const prep = prepare(inst)
lap('prepare')
const plain = classify(prep)
lap(`plain ${plain.list.length} classes ${flowCount(plain)} flows ${prep.phases.length} phases`)
const sliced = classify(prep, true)
lap(`sliced ${sliced.list.length} classes ${flowCount(sliced)} flows`)
const lim = { deadline: performance.now() + 400000, seed: 1, stopped: () => false }
const st = { kind: 'all' } as const
const gp = await guessPrices(prep, flowCount(sliced), lim)
lap('guess')
const a = await relax(prep, sliced, st, lim, gp)
lap(`relax sliced ${a.status} own ${a.bound} plain-bound ${boundOf(prep, plain, a.prices, st)}`)
