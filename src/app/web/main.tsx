/**
 * The entry of the web application. Before anything else is loaded, zod is told not to probe for `new Function`, which the
 * page's content policy forbids and the browser would report as an error; that is why the rest is imported afterwards.
 */
import { Fault } from '#kernel/outcome.ts'

Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

const root = document.getElementById('root')
if (!root) throw new Fault('web', 'the page has no #root')

import('./start.tsx').then(
  ({ start }) => start(root),
  () => {
    root.textContent = '页面没有完整下载，请检查网络后刷新。 The page did not load completely; check the network and reload.'
  },
)
