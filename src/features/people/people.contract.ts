/** Session, who I am, the district, people and the record of actions. */
import { z } from 'zod'
import { listOf, listQuery, nothing, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

export const person = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  role: z.string(),
  roleLabel: text,
  /** Division code or department that the person is bound to; null: the whole district. */
  scope: z.string().nullable(),
  scopeName: z.string().nullable(),
  permissions: z.array(z.string()),
})

export const session = z.object({
  csrfToken: z.string(),
  user: person,
  district: z.object({ code: z.string(), name: z.string() }),
  /** Civil date of the server in Asia/Shanghai. */
  today: z.string(),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  access: 'public',
  summary: { zh: '登录', en: 'Sign in' },
  body: z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
  response: session,
})

export const currentSession = endpoint({
  method: 'GET',
  path: '/api/session',
  access: 'session',
  summary: { zh: '当前登录', en: 'Current session' },
  response: session,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  access: 'session',
  summary: { zh: '退出', en: 'Sign out' },
  response: nothing,
})

/** What the page needs before anybody has signed in. */
export const welcome = endpoint({
  method: 'GET',
  path: '/api/welcome',
  access: 'public',
  summary: { zh: '欢迎页信息', en: 'What the sign-in page shows' },
  response: z.object({
    /** false: no district yet, the page shows first-run set-up. */
    ready: z.boolean(),
    districtName: z.string().nullable(),
    /** Only in the demo district: who can sign in, and the shared password. */
    demo: z
      .object({
        password: z.string(),
        people: z.array(z.object({ username: z.string(), name: z.string(), role: z.string(), roleLabel: text, duty: text })),
      })
      .nullable(),
  }),
})

export const firstRun = endpoint({
  method: 'POST',
  path: '/api/first-run',
  access: 'public',
  summary: { zh: '首次启用:建立区县和管理员', en: 'First run: create the district and the administrator' },
  body: z.object({
    districtCode: z.string().regex(/^\d{6}$/),
    districtName: z.string().min(2).max(40),
    username: z.string().regex(/^[a-z][a-z0-9_.-]{1,31}$/),
    name: z.string().min(1).max(40),
    password: z.string().min(10).max(256),
  }),
  response: session,
})

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/people',
  access: 'people.manage',
  summary: { zh: '人员', en: 'People' },
  query: listQuery,
  response: listOf(person.omit({ permissions: true }).extend({ disabled: z.boolean() })),
})

export const addPerson = endpoint({
  method: 'POST',
  path: '/api/people',
  access: 'people.manage',
  summary: { zh: '新增人员', en: 'Add a person' },
  body: z.object({
    username: z.string().regex(/^[a-z][a-z0-9_.-]{1,31}$/),
    name: z.string().min(1).max(40),
    role: z.string(),
    scope: z.string().nullable(),
    password: z.string().min(10).max(256),
  }),
  response: z.object({ id: z.string() }),
})

/** History in sentences: every command that was done, newest first. */
export const listEvents = endpoint({
  method: 'GET',
  path: '/api/events',
  access: 'audit.read',
  summary: { zh: '操作记录', en: 'Record of actions' },
  query: listQuery.extend({ subject: z.string().optional() }),
  response: listOf(
    z.object({ seq: z.number(), recordedAt: z.string(), actor: z.string(), command: z.string(), sentence: text, hash: z.string() }),
  ),
})

/** Everything that waits for this person, computed from state, never stored. */
export const myTasks = endpoint({
  method: 'GET',
  path: '/api/tasks',
  access: 'session',
  summary: { zh: '我的待办', en: 'My to-dos' },
  response: z.object({
    groups: z.array(
      z.object({
        key: z.string(),
        label: text,
        /** Page address that opens the whole list. */
        href: z.string(),
        total: z.number(),
        items: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            detail: text,
            href: z.string(),
            amountFen: z.string().nullable(),
            since: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
})

/** Divisions of the district, for pickers. */
export const listDivisions = endpoint({
  method: 'GET',
  path: '/api/divisions',
  access: 'session',
  summary: { zh: '乡镇和村', en: 'Townships and villages' },
  response: z.object({
    rows: z.array(
      z.object({ code: z.string(), name: z.string(), level: z.enum(['district', 'township', 'village']), parent: z.string().nullable() }),
    ),
  }),
})
