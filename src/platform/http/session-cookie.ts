/** The session's cookie: not readable by scripts, never sent across sites, secure wherever the page came by https. */
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

const NAME = 'headgate_session'

export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export const sessionToken = (request: FastifyRequest): string | undefined => request.cookies[NAME]

export function setSessionCookie({ request, reply }: Exchange, token: string, seconds: number): void {
  const secure = request.protocol === 'https'
  void reply.setCookie(NAME, token, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: seconds })
}

export function clearSessionCookie({ reply }: Exchange): void {
  void reply.clearCookie(NAME, { path: '/' })
}
