/** Check digits of the national codes that payees carry. Source: GB 32100 (unified social credit code), ISO/IEC 7812 (Luhn). */

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** 18 characters of the code's own alphabet (no I, O, S, V, Z) with the right check character. */
export function isCreditCode(code: string): boolean {
  if (code.length !== 18 || [...code].some((c) => !CREDIT_ALPHABET.includes(c))) return false
  const sum = CREDIT_WEIGHTS.reduce((total, weight, i) => total + CREDIT_ALPHABET.indexOf(code[i]!) * weight, 0)
  return code[17] === CREDIT_ALPHABET[(31 - (sum % 31)) % 31]
}

/** Corporate accounts carry no check digit: 8 to 32 digits is all that can be said. */
export const isAccountNumber = (text: string): boolean => /^\d{8,32}$/.test(text)

/** `6228 **** 0018`: the last four digits tell accounts apart on screen, no more. */
export const maskAccount = (text: string): string => (text.length <= 4 ? '****' : `**** ${text.slice(-4)}`)
