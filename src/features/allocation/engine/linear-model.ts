/**
 * A linear or mixed-integer model built column by column and row by row, and its run in HiGHS (WebAssembly, one thread).
 * The module instance is thrown away after any error: a failed solve can poison it.
 */
import loadHighs, { type Highs, type Model } from 'highs'

export interface Limits {
  /** Absolute moment (performance.now()) at which a run stops. */
  readonly deadline: number
  readonly seed: number
  readonly stopped: () => boolean
}

export type RunStatus = 'optimal' | 'infeasible' | 'limit' | 'failed'

export interface Run {
  readonly status: RunStatus
  /** Present when the run has a feasible point. */
  readonly values: Float64Array | null
  readonly rowDuals: Float64Array | null
  readonly colDuals: Float64Array | null
  readonly objective: number
  /** Proven bound on the objective of a mixed-integer run. */
  readonly bound: number
  /** Simplex steps taken: work that is the same on every machine. */
  readonly steps: number
}

export interface RunOptions {
  readonly seconds?: number
  readonly relativeGap?: number
  readonly absoluteGap?: number
  /** How far a whole number may be from one, and a row from its limit; 1e-7 by default. */
  readonly tolerance?: number
  readonly start?: ArrayLike<number>
  readonly solver?: 'choose' | 'simplex' | 'ipm'
  readonly presolve?: 'on' | 'off' | 'choose'
  readonly firstOnly?: boolean
  /** Whether a mixed-integer run may begin anew and look for symmetry: not worth it where little work is allowed. */
  readonly anew?: boolean
  /** Most nodes of branch and bound: a limit of work, the same on every machine. */
  readonly nodes?: number
  /** Most simplex steps of a mixed-integer run, looked at now and then. */
  readonly steps?: number
  readonly onBest?: (objective: number, bound: number, values: Float64Array) => void
  readonly onBound?: (objective: number, bound: number) => void
}

let loaded: Promise<Highs> | null = null
async function highs(): Promise<Highs> {
  loaded ??= loadHighs()
  return loaded
}

/** Adds a term to a sum under work; a column that follows itself becomes one term. */
export function addTerm(
  { columns, values }: { readonly columns: number[]; readonly values: number[] },
  column: number,
  value: number,
): void {
  if (columns.at(-1) === column) values[values.length - 1]! += value
  else {
    columns.push(column)
    values.push(value)
  }
}

export class LinearModel {
  readonly cost: number[] = []
  readonly lower: number[] = []
  readonly upper: number[] = []
  readonly integer: number[] = []
  readonly rowLower: number[] = []
  readonly rowUpper: number[] = []
  readonly starts: number[] = [0]
  readonly indices: number[] = []
  readonly values: number[] = []

  column(cost: number, lower: number, upper: number, integer = false): number {
    this.cost.push(cost)
    this.lower.push(lower)
    this.upper.push(upper)
    this.integer.push(integer ? 1 : 0)
    return this.cost.length - 1
  }

  row(lower: number, upper: number, indices: readonly number[], values: readonly number[]): number {
    for (let i = 0; i < indices.length; i++) {
      if (values[i] === 0) continue
      this.indices.push(indices[i]!)
      this.values.push(values[i]!)
    }
    this.starts.push(this.indices.length)
    this.rowLower.push(lower)
    this.rowUpper.push(upper)
    return this.rowLower.length - 1
  }

  get columns(): number {
    return this.cost.length
  }

  get rows(): number {
    return this.rowLower.length
  }

  /** Minimises. Never throws for a solver's trouble: it answers `failed`, and the next run gets a fresh module. */
  async minimise(limits: Limits, options: RunOptions = {}): Promise<Run> {
    const solver = await Solver.open(this)
    try {
      return solver.run(limits, options)
    } finally {
      solver.close()
    }
  }
}

/** A model that stays in the solver between runs (costs, bounds and rows may change; the basis is kept). */
export class Solver {
  readonly #model: Model
  readonly #highs: Highs
  #integer: boolean

  private constructor(highs: Highs, model: Model, integer: boolean) {
    this.#highs = highs
    this.#model = model
    this.#integer = integer
  }

  static async open(m: LinearModel): Promise<Solver> {
    const h = await highs()
    if (m.columns === 0) m.column(0, 0, 0)
    const integer = m.integer.some((x) => x !== 0)
    const { infinity } = h
    const finite = (list: readonly number[]) =>
      Float64Array.from(list, (x) => (x === Number.POSITIVE_INFINITY ? infinity : x === Number.NEGATIVE_INFINITY ? -infinity : x))
    try {
      const model = h.createModel({
        numCols: m.columns,
        numRows: m.rows,
        sense: h.constants.objectiveSense.minimize,
        colCost: Float64Array.from(m.cost),
        colLower: finite(m.lower),
        colUpper: finite(m.upper),
        rowLower: finite(m.rowLower),
        rowUpper: finite(m.rowUpper),
        matrix: {
          format: 'csr',
          numRows: m.rows,
          numCols: m.columns,
          starts: Int32Array.from(m.starts),
          indices: Int32Array.from(m.indices),
          values: Float64Array.from(m.values),
        },
        ...(integer ? { integrality: Int32Array.from(m.integer) } : {}),
      })
      return new Solver(h, model, integer)
    } catch (error) {
      loaded = null
      throw error
    }
  }

  setCosts(cost: ArrayLike<number>): void {
    this.#model.changeColsCost({ kind: 'range', from: 0, to: cost.length - 1 }, Float64Array.from(cost))
  }

  setBounds(column: number, lower: number, upper: number): void {
    this.#model.changeColBounds(column, lower, upper)
  }

  addRow(lower: number, upper: number, indices: readonly number[], values: readonly number[]): void {
    const { infinity } = this.#highs
    this.#model.addRow(Math.max(lower, -infinity), Math.min(upper, infinity), {
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    })
  }

  /** Appends a column with no cost on existing rows. */
  addColumn(cost: number, lower: number, upper: number, rows: readonly number[], values: readonly number[]): void {
    const { infinity } = this.#highs
    this.#model.addCol(cost, lower, Math.min(upper, infinity), { indices: Int32Array.from(rows), values: Float64Array.from(values) })
  }

  run(limits: Limits, options: RunOptions = {}): Run {
    const seconds = Math.min(options.seconds ?? 1e9, (limits.deadline - performance.now()) / 1000)
    if (seconds <= 0 || limits.stopped()) return NOTHING
    const { callbackType, modelStatus } = this.#highs.constants
    const model = this.#model
    try {
      model.zeroAllClocks()
      model.options.set({
        output_flag: false,
        time_limit: seconds,
        random_seed: limits.seed % 2147483647,
        solver: options.solver ?? 'choose',
        presolve: options.presolve ?? 'choose',
        primal_feasibility_tolerance: options.tolerance ?? 1e-7,
      })
      if (this.#integer)
        model.options.set({
          mip_rel_gap: options.relativeGap ?? 0,
          mip_abs_gap: options.absoluteGap ?? 1e-6,
          mip_feasibility_tolerance: options.tolerance ?? 1e-7,
          mip_max_nodes: options.nodes ?? 2147483647,
          mip_allow_restart: options.anew ?? true,
          mip_detect_symmetry: options.anew ?? true,
          mip_max_improving_sols: options.firstOnly ? 1 : 2147483647,
        })
      if (options.start) model.setSolution({ colValue: Float64Array.from(options.start) })
      const end = performance.now() + seconds * 1000
      const stop = (event: { interrupt(): void }) => {
        if (limits.stopped() || performance.now() > end) event.interrupt()
        return undefined
      }
      const { modelStatus: status } = model.run({
        [callbackType.simplexInterrupt]: stop,
        [callbackType.ipmInterrupt]: stop,
        [callbackType.mipInterrupt]: (event) => {
          options.onBound?.(event.data.mip_primal_bound ?? Number.POSITIVE_INFINITY, event.data.mip_dual_bound ?? Number.NEGATIVE_INFINITY)
          if (Number(event.data.mip_total_lp_iterations ?? 0) > (options.steps ?? Number.POSITIVE_INFINITY)) event.interrupt()
          return stop(event)
        },
        [callbackType.mipImprovingSolution]: (event) => {
          const { mip_solution: values, objective_function_value: objective, mip_dual_bound: bound } = event.data
          if (values) options.onBest?.(objective ?? 0, bound ?? Number.NEGATIVE_INFINITY, values)
          return undefined
        },
      })
      return this.#read(status === modelStatus.optimal ? 'optimal' : status === modelStatus.infeasible ? 'infeasible' : 'limit')
    } catch {
      loaded = null
      return NOTHING
    }
  }

  #read(status: RunStatus): Run {
    const model = this.#model
    const found = model.info.get('primal_solution_status') === 2
    if (!found || status === 'infeasible') return { ...NOTHING, status }
    const solution = model.getSolution()
    const bound = this.#integer ? Number(model.info.get('mip_dual_bound')) : model.getObjectiveValue()
    return {
      status,
      values: solution.colValue,
      rowDuals: this.#integer ? null : solution.rowDual,
      colDuals: this.#integer ? null : solution.colDual,
      objective: model.getObjectiveValue(),
      bound,
      steps: Number(model.info.get('simplex_iteration_count')),
    }
  }

  close(): void {
    try {
      this.#model.dispose()
    } catch {
      loaded = null
    }
  }
}

const NOTHING: Run = {
  status: 'failed',
  values: null,
  rowDuals: null,
  colDuals: null,
  objective: Number.NaN,
  bound: Number.NEGATIVE_INFINITY,
  steps: 0,
}
