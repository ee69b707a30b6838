import { describe, expect, it } from 'vitest'
import type { BookKey, StageKey } from '#policy/books.ts'
import { type End, moveFaults, type PostingShape } from './move-rules.model.ts'

const end = (stage: StageKey, book: BookKey = 'poverty', lotId = 'lot'): End => ({ lotId, book, stage })
const shape = (more: Partial<PostingShape> = {}): PostingShape => ({
  book: 'poverty',
  number: 1n,
  kind: 'reservation',
  entryKind: 'reservation',
  red: false,
  otherBook: null,
  format: 2,
  ...more,
})
const broken = (p: PostingShape, from: End | undefined, to: End | undefined) => moveFaults(p, [{ from, to }]).map((f) => f.invariant)

describe('the rules of moves, replayed', () => {
  it('lets listed moves be, and reversals of them', () => {
    expect(broken(shape(), end('available'), end('reserved'))).toEqual([])
    expect(broken(shape({ kind: 'reversal', red: true }), end('reserved'), end('available'))).toEqual([])
  })

  it('finds moves that are not listed, kinds that are none, and a kind that pretends to be another', () => {
    expect(broken(shape(), end('reserved'), end('available'))).toEqual(['I6'])
    expect(broken(shape({ kind: 'reversal', red: true }), end('available'), end('reserved'))).toEqual(['I6'])
    expect(broken(shape({ kind: 'gift', entryKind: 'gift' }), end('available'), end('reserved'))).toEqual(['I6'])
    expect(broken(shape({ kind: 'release' }), end('available'), end('reserved'))).toEqual(['I6'])
  })

  it('finds moves between lots, and moves of accounts that are not there', () => {
    expect(broken(shape(), end('available'), end('reserved', 'poverty', 'other'))).toEqual(['I1'])
    expect(broken(shape(), undefined, end('reserved'))).toEqual(['I1'])
  })

  const supplement = { kind: 'supplement', entryKind: 'supplement', book: 'financing', otherBook: 'poverty' }
  it('lets supplements go downhill, and back by reversal', () => {
    expect(broken(shape(supplement), end('available', 'financing'), end('reserved', 'poverty'))).toEqual([])
    const back = shape({ ...supplement, kind: 'reversal', red: true })
    expect(broken(back, end('reserved', 'poverty'), end('available', 'financing'))).toEqual([])
  })

  it('finds supplements uphill, other kinds that cross books, and another book than the one named', () => {
    const uphill = shape({ ...supplement, book: 'poverty', otherBook: 'financing' })
    expect(broken(uphill, end('available', 'poverty'), end('reserved', 'financing'))).toEqual(['I14'])
    const across = shape({ book: 'financing', otherBook: 'poverty' })
    expect(broken(across, end('available', 'financing'), end('reserved', 'poverty'))).toEqual(['I14'])
    expect(broken(shape({ ...supplement, otherBook: null }), end('available', 'financing'), end('reserved', 'poverty'))).toEqual(['I14'])
    expect(broken(shape({ otherBook: 'financing' }), end('available'), end('reserved'))).toEqual(['I14'])
    expect(broken(shape({ otherBook: 'financing', format: 1 }), end('available'), end('reserved'))).toEqual([])
  })
})
