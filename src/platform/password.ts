/** Password hashes: Argon2id, 19 MiB, two passes (OWASP password storage). */
import { hash, verify } from '@node-rs/argon2'

const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const argon2Hash = (password: string): Promise<string> => hash(password, options)
export const argon2Verify = (stored: string, password: string): Promise<boolean> => verify(stored, password, options)
