/**
 * How every benchmark measures: what is compared is run in turn within the same round, so that a busy machine slows both
 * alike, and the median over the rounds is told. Ratios are to the named baseline, never to a number from another day.
 */

/** `HEADGATE_BENCH_QUICK=1`: fewer rounds and smaller work, to see that a benchmark runs; its figures mean nothing. */
export const QUICK = process.env['HEADGATE_BENCH_QUICK'] === '1'

export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The first line: what is measured against what. */
export function title(text: string): void {
  say(`${text}${QUICK ? '  [quick run: figures mean nothing]' : ''}  (Node ${process.versions.node})`)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** One contestant: does its work once and answers with the figure to compare (milliseconds, or so many a second). */
export type Contestant = () => Promise<number>

/**
 * Runs all contestants in turn, every other round in the opposite order: `most` rounds, or fewer (two at least) once
 * `budget` milliseconds have passed on a slow machine. Each one's figures, by name.
 */
export async function rounds<K extends string>(
  most: number,
  contestants: Readonly<Record<K, Contestant>>,
  budget = Number.POSITIVE_INFINITY,
): Promise<Record<K, number[]>> {
  const names = Object.keys(contestants) as K[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>
  const began = performance.now()
  for (let i = 0; i < most && (i < 2 || performance.now() - began < budget); i++)
    for (const name of i % 2 === 0 ? names : names.toReversed()) figures[name].push(await contestants[name]())
  return figures
}

/** How often a second `work` was done, by `atOnce` workers that each begin anew when done, for at least this long. */
export async function rate(milliseconds: number, work: () => Promise<void>, atOnce = 1): Promise<number> {
  const began = performance.now()
  let done = 0
  const worker = async () => {
    do {
      await work()
      done++
    } while (performance.now() - began < milliseconds)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return (done * 1000) / (performance.now() - began)
}

export function figure(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)
}

/** `lowest – highest (rounds)`. */
export const spread = (values: readonly number[], show: (value: number) => string = figure): string =>
  `${show(Math.min(...values))} – ${show(Math.max(...values))} (${values.length})`

export const times = (ratio: number): string => `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`

/** Characters of the terminal: a Chinese one takes two. */
const widthOf = (text: string): number => [...text].reduce((width, c) => width + (/[\u2e80-\u9fff\uff00-\uff60]/.test(c) ? 2 : 1), 0)

/** The first column to the left, figures to the right. */
export function table(header: readonly string[], lines: readonly (readonly string[])[]): void {
  const all = [header, ...lines]
  const widths = header.map((_, c) => Math.max(...all.map((line) => widthOf(line[c] ?? ''))))
  const pad = (text: string, c: number) => {
    const gap = ' '.repeat(widths[c]! - widthOf(text))
    return c === 0 ? text + gap : gap + text
  }
  const draw = (line: readonly string[]) => say(`  ${header.map((_, c) => pad(line[c] ?? '', c)).join('  ')}`.trimEnd())
  draw(header)
  say(`  ${widths.map((width) => '─'.repeat(width)).join('  ')}`)
  for (const line of lines) draw(line)
}
