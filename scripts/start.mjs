// @ts-check
/** `npm start`: from a fresh clone to a listening server. Installs and builds what is missing, then becomes `headgate serve`. */
import { enterCli, prepare, sayOut } from './steps.mjs'

/**
 * npm passes a SIGTERM on to the shell it started, and the shell dies without passing it on (seen with npm 11 and dash):
 * the server would keep port and data folder for ever. So it ends, as by SIGTERM, when its parent has gone.
 */
function endWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

if (process.env['npm_lifecycle_event'] === 'start') endWithParent()
await prepare(sayOut)
await enterCli(['serve', ...process.argv.slice(2)])
