/**
 * How wide a text is in Noto Serif SC and where it breaks. Widths of ASCII are the font's own (1/1000 em); a Chinese character is
 * one em. Layout needs no font file this way, and is the same everywhere.
 */

const widths = (list: string): readonly number[] => list.split(' ').map(Number)

const REGULAR = widths(
  '256 308 376 574 550 923 779 196 364 364 478 580 327 346 327 352 557 471 558 557 555 558 558 549 558 562 327 327 580 580 580 432 ' +
    '912 718 670 691 770 652 629 741 853 405 403 731 625 975 796 767 641 767 715 567 659 797 714 1053 700 687 605 344 352 344 580 563 ' +
    '435 557 638 538 629 547 388 566 663 332 311 607 334 974 661 596 638 607 462 473 367 653 548 838 564 552 498 374 316 374 580',
)
const BOLD = widths(
  '250 355 447 615 589 966 803 235 400 400 485 603 335 370 335 400 593 466 594 593 593 594 594 588 594 596 335 335 603 603 603 473 ' +
    '970 746 708 702 789 666 648 757 864 426 428 767 642 1001 815 785 673 785 751 597 695 818 734 1091 726 701 627 372 400 372 603 593 ' +
    '447 585 672 565 658 572 402 596 687 349 335 651 355 1008 685 623 671 640 500 499 393 678 578 874 599 582 517 380 338 380 603',
)

/** Beyond ASCII, what is narrower than the Chinese characters it stands among. */
const NARROW: ReadonlyMap<string, number> = new Map([
  ['·', 335],
  ['—', 928],
  ['–', 593],
  ['×', 1000],
])

function emOf(character: string, bold: boolean): number {
  const code = character.codePointAt(0)!
  if (code >= 32 && code < 127) return (bold ? BOLD : REGULAR)[code - 32]!
  if (code < 0x2000) return NARROW.get(character) ?? 650
  return NARROW.get(character) ?? 1000
}

export function widthOf(content: string, size: number, bold = false): number {
  let sum = 0
  for (const character of content) sum += emOf(character, bold)
  return (sum * size) / 1000
}

/** May not begin a line, may not end one (避头尾). */
const NOT_FIRST = '，。、；：！？）》〉」』】〕”’…·%,.;:!?)]}'
const NOT_LAST = '（《〈「『【〔“‘([{¥￥'

/** The pieces a line may break between: Chinese characters, and whole words and numbers of other scripts. */
function pieces(content: string): string[] {
  const found: string[] = []
  let joins = false
  for (const character of content) {
    const previous = found.at(-1)
    const inWord = previous !== undefined && isWord(previous.at(-1)!) && isWord(character)
    if (previous !== undefined && (joins || inWord || NOT_FIRST.includes(character))) found[found.length - 1] = previous + character
    else found.push(character)
    joins = NOT_LAST.includes(character)
  }
  return found
}

const isWord = (character: string): boolean => character > ' ' && character < '⺀' && !NOT_FIRST.includes(character)

/** The lines of a text in a width. A word wider than a line is cut. */
export function wrap(content: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = []
  for (const paragraph of content.split(/\r?\n/)) {
    let line = ''
    for (const piece of pieces(paragraph)) {
      if (widthOf((line + piece).trimEnd(), size, bold) <= width) {
        line += piece
        continue
      }
      if (line !== '') lines.push(line.trimEnd())
      line = ''
      for (const character of piece) {
        if (line !== '' && widthOf(line + character, size, bold) > width) {
          lines.push(line)
          line = ''
        }
        if (line !== '' || character !== ' ') line += character
      }
    }
    lines.push(line.trimEnd())
  }
  return lines
}

export interface Fitted {
  readonly lines: readonly string[]
  readonly size: number
}

/** Line distance of small print, in its size. */
export const LEADING = 1.25

/** The largest size in which a text fits a box; if even the smallest does not do, the last line that fits ends in “…”. */
export function fit(content: string, width: number, height: number, largest: number, smallest: number, bold = false): Fitted {
  for (let size = largest; ; size -= 0.5) {
    const lines = wrap(content, width, size, bold)
    if (lines.length * size * LEADING <= height) return { lines, size }
    if (size > smallest) continue
    const room = Math.max(1, Math.floor(height / (size * LEADING)))
    const kept = lines.slice(0, room)
    let last = kept[room - 1] ?? ''
    while (last !== '' && widthOf(`${last}…`, size, bold) > width) last = [...last].slice(0, -1).join('')
    return { lines: [...kept.slice(0, room - 1), `${last}…`], size }
  }
}
