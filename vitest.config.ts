/**
 * Two groups. `house` is everything that shares a machine well: two workers, modules kept between files so that the
 * embedded database boots once a worker. `alone` (a file with "kill" in its name) starts and kills whole servers, and
 * runs after, one at a time, so that neither slows the other into a time-out. Long limits: test machines are busy.
 */
import { defineConfig } from 'vitest/config'

const LIMITS = { testTimeout: 60_000, hookTimeout: 120_000, teardownTimeout: 30_000 }
const EVERYWHERE = ['src', 'policy', 'scenario', 'test', 'scripts'].map((folder) => `${folder}/**/*.test.{ts,tsx}`)
const KILLS = ['{src,test}/**/*kill*.test.ts']
const NEVER = ['**/node_modules/**', 'dist/**', 'test/browser/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'house',
          environment: 'node',
          include: EVERYWHERE,
          exclude: [...NEVER, ...KILLS],
          pool: 'forks',
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          ...LIMITS,
        },
      },
      {
        test: {
          name: 'alone',
          environment: 'node',
          include: KILLS,
          exclude: NEVER,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...LIMITS,
          testTimeout: 600_000,
        },
      },
    ],
  },
})
