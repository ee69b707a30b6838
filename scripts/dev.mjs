// @ts-check
/**
 * `npm run dev`: the server from its sources, restarted at every change, and the pages by Vite at http://localhost:5173
 * with /api passed on to it. PORT moves the server. Ends both when either ends.
 */
import { spawn } from 'node:child_process'
import { ensureDependencies, ROOT, requireNode, sayOut, tool } from './steps.mjs'

requireNode()
await ensureDependencies(sayOut)

const server = [tool('tsx', 'dist/cli.mjs'), 'watch', '--clear-screen=false', 'src/app/cli.ts', 'serve']
const pages = [tool('vite', 'bin/vite.js')]
const children = [server, pages].map((args) => spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }))

const endAll = () => {
  for (const child of children) child.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, endAll)
for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ??= code ?? 0
    endAll()
  })
}
