/**
 * A program that writes for as long as it lives: `kill-child.ts FOLDER WRITER ACKNOWLEDGED`. WRITER is a module that
 * exports `writer: Writer`; ACKNOWLEDGED is a file with one token a line. It first checks that everything acknowledged
 * is there, then commits on and on and says each token only after its commit. Lines on stdout:
 * `checked N`, `lost TOKEN…`, `done TOKEN`.
 */
import { readFileSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '#platform/db/database.ts'
import type { Writer } from './writer.ts'

// A synchronous write: a token that was said is in the parent's pipe even when the next instruction is never reached.
const say = (line: string): void => void writeSync(1, `${line}\n`)

const [folder = '', module = '', acknowledged = ''] = process.argv.slice(2)
const { writer } = (await import(pathToFileURL(resolve(module)).href)) as { writer: Writer }

const database = await openDatabase({ dataFolder: folder })
await writer.prepare(database)

const tokens = readFileSync(acknowledged, 'utf8').split('\n').filter(Boolean)
const wrong = await writer.check(database, tokens)
for (const line of wrong) say(`lost ${line}`)
if (wrong.length > 0) process.exit(1)
say(`checked ${tokens.length}`)

for (;;) say(`done ${await writer.write(database)}`)
