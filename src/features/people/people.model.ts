/** People, sessions and lock-out: the pure rules. */
import { refusals } from '#kernel/outcome.ts'
import { type RoleKey, roles } from '#policy/roles.ts'
import { signInLimits } from '#policy/sign-in.ts'

export const refuse = refusals({
  wrong_password: {
    kind: 'unauthenticated',
    zh: '用户名或密码不对，还可再试 {left} 次',
    en: 'User name or password is wrong; {left} more tries',
  },
  unknown_person: { kind: 'unauthenticated', zh: '用户名或密码不对', en: 'User name or password is wrong' },
  locked_out: {
    kind: 'forbidden',
    zh: '连续输错，账号已锁定到 {until}；请稍后再试或请管理员重置',
    en: 'Locked after wrong passwords until {until}; try later or ask the administrator to reset it',
  },
  disabled: { kind: 'forbidden', zh: '该账号已停用，请联系管理员', en: 'This account is disabled; ask the administrator' },
  too_many: {
    kind: 'forbidden',
    zh: '登录过于频繁，请 {seconds} 秒后再试',
    en: 'Too many sign-ins; try again in {seconds} seconds',
  },
  already_ready: { kind: 'conflict', zh: '系统已经启用', en: 'The system is set up already' },
  username_taken: { kind: 'conflict', zh: '用户名 {username} 已被使用，请换一个', en: 'The user name {username} is taken; choose another' },
  unknown_role: { kind: 'invalid', zh: '没有“{role}”这个岗位', en: 'There is no role {role}' },
  scope_missing: {
    kind: 'invalid',
    zh: '“{role}”须指定所在的村、乡镇或部门',
    en: 'A person of role {role} needs a village, township or department',
  },
  wrong_reauthentication: {
    kind: 'forbidden',
    zh: '密码不对，没有签字。请重新输入您自己的密码',
    en: 'The password is wrong; nothing was signed. Enter your own password again',
  },
})

export const isRole = (text: string): text is RoleKey => text in roles

export const needsScope = (role: RoleKey): boolean => ['village', 'township', 'department'].includes(roles[role].scope)

/** How many failed tries are left, and until when the account is locked after this one (milliseconds) or null. */
export function afterFailure(failedCount: number, milliseconds: number): { count: number; left: number; lockedUntil: number | null } {
  const count = failedCount + 1
  const left = signInLimits.triesBeforeLock - count
  return { count, left: Math.max(0, left), lockedUntil: left <= 0 ? milliseconds + signInLimits.lockMinutes * 60_000 : null }
}
