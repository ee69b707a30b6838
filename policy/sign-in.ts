/** Limits of signing in. Basis: GB/T 22239 (graded protection), second level, identity authentication. */
export const signInLimits = {
  triesBeforeLock: 5,
  lockMinutes: 15,
  sessionHours: 12,
  signInsPerMinute: 60,
} as const
