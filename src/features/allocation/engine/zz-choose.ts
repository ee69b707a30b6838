import { generate, type ShapeName } from '../../../../bench/allocation/generate.ts'
import { boundOf, worths } from './certificate.ts'
import { classify } from './classes.ts'
import { choose } from './choose.ts'
import { prepare } from './prepare.ts'
import { relax } from './relax.ts'
const [name, seeds, cores, secs] = process.argv.slice(2)
for (const seed of seeds!.split(',')) {
  const inst = generate(name as ShapeName, Number(seed))
  let t = performance.now()
  const lap = (s: string) => {
    console.log(s.padEnd(40), ((performance.now() - t) / 1000).toFixed(2))
    t = performance.now()
  }
  const prep = prepare(inst)
  const plain = classify(prep),
    sliced = classify(prep, true)
  const lim = { deadline: performance.now() + 400000, seed: 1, stopped: () => false }
  const st = { kind: 'all' } as const
  const a = await relax(prep, sliced, st, lim, null)
  const B = boundOf(prep, plain, a.prices, st)
  const w = worths(prep, sliced, a.prices, st)
  const g = (x: number) => ((100 * (B - x)) / B).toFixed(3)
  let frac = 0
  a.units.forEach((u) => {
    if (Math.abs(u - Math.round(u)) > 1e-6) frac++
  })
  lap(`relax ${g(a.bound)} fractional ${frac}`)
  for (const core of cores!.split(',').map(Number)) {
    const c = await choose(prep, sliced, a, w, st, lim, { core, seconds: Number(secs), gap: 1e-4 })
    lap(`${name} ${seed} core ${core}: ${c && g(c.benefit)} core bound ${c && g(c.bound)}`)
  }
}
