/** Prometheus metrics: requests by route and status, durations, and the process itself. */
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

export function measure(app: FastifyInstance): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const labelNames = ['method', 'route', 'status'] as const
  const requests = new Counter({ name: 'headgate_requests_total', help: 'Requests answered', labelNames, registers: [registry] })
  const seconds = new Histogram({
    name: 'headgate_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const count = remembered((method, route, status) => requests.labels(method, route, status))
  const time = remembered((method, route) => seconds.labels(method, route))
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    count(request.method, route, String(reply.statusCode)).inc()
    time(request.method, route).observe(reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}

/** The series of some labels, looked up once: routes and statuses are few, requests are many. */
function remembered<T>(find: (...labels: string[]) => T): (...labels: string[]) => T {
  const known = new Map<string, T>()
  return (...labels) => {
    const name = labels.join(' ')
    const found = known.get(name) ?? find(...labels)
    known.set(name, found)
    return found
  }
}
