/** A refusal becomes an HTTP answer here and nowhere else. */
import type { FastifyReply } from 'fastify'
import { toJson } from '#kernel/json.ts'
import type { Refusal, RefusalKind } from '#kernel/outcome.ts'

const STATUS: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'rule-not-met': 422,
}

export const respondRefusal = (reply: FastifyReply, refusal: Refusal): FastifyReply =>
  reply
    .status(STATUS[refusal.kind])
    .send({ error: { code: refusal.code, message: refusal.message, findings: toJson(refusal.findings ?? []) } })
