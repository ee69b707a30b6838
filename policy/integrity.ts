import type { Text } from '#kernel/outcome.ts'

/** What links of the chains may be hashed with, and how a printed head is written. Basis: FIPS 180-4; GB/T 32905; 密码法 on commercial cryptography. */

export const hashAlgorithms = {
  sha256: { format: 2, label: { zh: 'SHA-256', en: 'SHA-256' }, basis: 'FIPS 180-4' },
  sm3: { format: 3, label: { zh: '国密 SM3', en: 'SM3' }, basis: 'GB/T 32905' },
} as const satisfies Record<string, { readonly format: number; readonly label: Text; readonly basis: string }>

export type HashAlgorithm = keyof typeof hashAlgorithms

/** The code on paper: `headgate:<district>:<book>:<number>:<hash>`. Fewer signs of the hash than this prove too little. */
export const printedHead = { scheme: 'headgate', fewestSigns: 8, wholeSigns: 64 } as const
