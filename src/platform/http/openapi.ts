/** OpenAPI 3.1 made from the endpoint table: the same record that binds the server. */
import { z } from 'zod'
import type { AnyEndpoint } from '#contract/endpoint.ts'

const schemaOf = (schema: unknown, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return rest
}

const parameters = (schema: unknown, place: 'path' | 'query') => {
  if (!schema) return []
  const shape = schemaOf(schema, 'input') as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(shape.properties ?? {}).map(([name, s]) => ({
    name,
    in: place,
    required: place === 'path' || (shape.required ?? []).includes(name),
    schema: s,
  }))
}

const error = {
  description: 'A refusal, in both languages, with what to correct',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
}

function operation(endpoint: AnyEndpoint) {
  const writes = endpoint.method !== 'GET' && endpoint.access !== 'public'
  const header = (name: string) => ({ name, in: 'header', required: true, schema: { type: 'string' } })
  return {
    summary: endpoint.summary.en,
    description: endpoint.summary.zh,
    'x-access': endpoint.access,
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(writes ? [header('X-CSRF-Token'), header('Idempotency-Key')] : []),
    ],
    ...(endpoint.upload
      ? {
          requestBody: {
            content: { 'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } } },
          },
        }
      : endpoint.body
        ? { requestBody: { content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } } }
        : {}),
    responses: {
      200: endpoint.response
        ? { description: 'OK', content: { 'application/json': { schema: schemaOf(endpoint.response, 'input') } } }
        : { description: 'OK' },
      '4XX': error,
    },
    security: endpoint.access === 'public' ? [] : [{ session: [] }],
  }
}

export function openApi(endpoints: readonly AnyEndpoint[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  const text = { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Headgate 渠首', version, description: 'Money is a decimal string of fen; dates are civil dates in Asia/Shanghai.' },
    paths,
    components: {
      schemas: {
        Refusal: {
          type: 'object',
          properties: {
            error: {
              type: 'object',
              properties: { code: { type: 'string' }, message: text, findings: { type: 'array', items: { type: 'object' } } },
            },
          },
        },
      },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'headgate_session' } },
    },
  }
}
