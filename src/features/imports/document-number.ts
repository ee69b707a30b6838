/** Document numbers (文号): one spelling for all the brackets in use, and what looks wrong about one. */

const BRACKETS = /[[【(﹝〔{［（]\s*((?:19|20)\d{2})\s*年?\s*[\]】)﹞〕}］）]/g
const COMPLETE = /[\u3400-\u9fff][\u3400-\u9fff()]*〔\d{4}〕\d+号/
const IN_TEXT = /[\u3400-\u9fff][\u3400-\u9fff()]{1,15}〔\d{4}〕\d+(?:[-—、]\d+)*号/g

/** `豫财农水[2020]30号`, `渭民宗发(2019)31号`, `黑财指（农）【2023】34 号` → with 〔〕, half-width, without spaces. */
export function normaliseDocNo(raw: string): string {
  const text = raw
    .replace(/\s+/g, '')
    .normalize('NFKC')
    .replace(BRACKETS, '〔$1〕')
    .replace(/^[《"“]+|[》"”]+$/g, '')
    .replace(/〕第/g, '〕')
  return /〔\d{4}〕\d+$/.test(text) ? `${text}号` : text
}

/** Words that lead to a number in running text: 根据…, 依据…文件. */
const LEADING = /^.*?(?:根据|按照|依据|文件|通知|关于|下达|的|原|和|及|以)(?=[\u3400-\u9fff]{2})/

export type DocNoState = 'complete' | 'several' | 'odd'

export function docNoState(docNo: string): DocNoState {
  const numbers = docNo.match(/\d+号/g) ?? []
  if (numbers.length > 1 || /\d[、,;;]\d/.test(docNo)) return 'several'
  return COMPLETE.test(docNo) ? 'complete' : 'odd'
}

export const looksLikeDocNo = (text: string): boolean => COMPLETE.test(normaliseDocNo(text))

export const docNoYear = (docNo: string): number | null => {
  const year = /〔(\d{4})〕/.exec(docNo)?.[1]
  return year === undefined ? null : Number(year)
}

/** All complete document numbers inside a longer text, without the words that lead to them. */
export function docNosIn(text: string): string[] {
  const found = normaliseDocNo(text).match(IN_TEXT) ?? []
  return [...new Set(found.map((number) => balanced(number.replace(LEADING, ''))))]
}

/** `通知(鄂财农发〔2017〕12号` begins inside a bracket: what stands before it is not the number. */
function balanced(number: string): string {
  const open = number.lastIndexOf('(')
  return open >= 0 && !number.includes(')', open) ? number.slice(open + 1) : number
}
