/**
 * Loaded before a contender (`--import`): the clock it reads becomes the processor time of its own thread, so that a limit of five
 * seconds is five seconds of work however busy the machine is. HiGHS in WebAssembly reads the same clock.
 */
import { openSync, readSync } from 'node:fs'

const file = openSync('/proc/thread-self/schedstat', 'r')
const bytes = Buffer.alloc(64)
performance.now = () => Number(bytes.toString('latin1', 0, readSync(file, bytes, 0, 64, 0)).split(' ')[0]) / 1e6
