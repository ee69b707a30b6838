/**
 * Where the type face lies: Noto Serif SC (OFL), whole, for a rare character of a name must print. A build copies the two files to
 * fonts/ beside the server; from source they are read out of the package.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Fonts } from './paint.ts'

const PACKAGE = '@expo-google-fonts/noto-serif-sc'
const FILES = { regular: '400Regular/NotoSerifSC_400Regular.ttf', bold: '700Bold/NotoSerifSC_700Bold.ttf' } as const

function pathOf(weight: keyof typeof FILES): string {
  const built = fileURLToPath(new URL(`./fonts/noto-serif-sc-${weight}.ttf`, import.meta.url))
  return existsSync(built) ? built : createRequire(import.meta.url).resolve(`${PACKAGE}/${FILES[weight]}`)
}

export async function readFonts(): Promise<Fonts> {
  const [regular, bold] = await Promise.all([readFile(pathOf('regular')), readFile(pathOf('bold'))])
  return { regular, bold }
}
