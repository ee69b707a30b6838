import { generate, type ShapeName } from '../../../../bench/allocation/generate.ts'
import { solve } from './solve.ts'
import { certifiedBound, verify } from './verify.ts'
import { objectives } from './objectives.ts'
import { loadavg } from 'node:os'
import { decompose } from './zz-decomp.ts'
const [name, seeds, secs] = process.argv.slice(2)
for (const seed of seeds!.split(',')) {
  const inst = generate(name as ShapeName, Number(seed))
  let last = '',
    n = 0
  const c0 = process.cpuUsage()
  const t0 = performance.now()
  const cpu = () => {
    const c = process.cpuUsage(c0)
    return ((c.user + c.system) / 1e6).toFixed(1)
  }
  const r = await solve(inst, {
    seconds: Number(secs),
    seed: Number(seed),
    onProgress: (p) => {
      const f = (x: number | null) => (x === null ? '-' : (100 * x).toFixed(3))
      n++
      if (p.phase !== last || process.argv[5])
        console.log(`${p.seconds.toFixed(1)}s cpu ${cpu()} ${p.phase} bound ${p.bound?.toFixed(0)} best ${p.best} gap ${f(p.gap)} (#${n})`)
      last = p.phase
    },
  })
  const wall = (performance.now() - t0) / 1000
  const c = cpu()
  const v = verify(inst, r)
  const b = certifiedBound(inst, r)!
  const o = objectives(inst, r)
  console.log(
    `${name} ${seed} RESULT ${r.status} gap ${((100 * (b - o.benefit)) / b).toFixed(3)} % wall ${wall.toFixed(2)} cpu ${c} viol ${v.length} rss ${Math.round(process.resourceUsage().maxRSS / 1024)} load ${loadavg()[0]!.toFixed(1)} debt ${o.debt} slices ${o.slices}`,
  )
  console.log(decompose(inst, r))
}
