/** The house keeps the import law, and the law catches a planted breach of each of its rules. */
import { describe, expect, test } from 'vitest'
import { breaches, FEATURE_ORDER, LAW, roleOf } from './import-law.ts'
import { codeFiles, exists, importsOf, read, resolve } from './source.ts'

/** File that breaks the law, what it writes, and a part of the sentence it gets. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ['src/kernel/money.ts', `import { db } from '#platform/db.ts'`, 'the kernel may not import the platform'],
  ['src/kernel/money.ts', `import { roles } from '#policy/roles.ts'`, 'the kernel may not import a policy file'],
  ['src/kernel/money.ts', `import { createHash } from 'node:crypto'`, 'the kernel may not import node:crypto'],
  ['policy/books.ts', `import fs from 'node:fs'`, 'a policy file may not import node:fs'],
  ['policy/books.ts', `import { fen } from '#kernel/money.ts'`, 'only types from the kernel'],
  ['policy/books.ts', `import { roles } from './roles.ts'`, 'only types from a policy file'],
  ['src/contract/client.ts', `import { serve } from '#platform/http.ts'`, 'the contract may not import the platform'],
  ['src/contract/client.ts', `import { Button } from 'antd'`, 'the contract may not import antd'],
  ['src/platform/command.ts', `import { post } from '#features/ledger/ledger.store.ts'`, 'the platform may not import a store'],
  ['src/features/ledger/ledger.model.ts', `import { z } from 'zod'`, 'a model may not import zod'],
  ['src/features/ledger/ledger.model.ts', `import { now } from '#platform/clock.ts'`, 'a model may not import the platform'],
  ['src/features/ledger/ledger.model.ts', `const clock = await import('#platform/clock.ts')`, 'a model may not import the platform'],
  ['src/features/imports/recognise.ts', `import { readFile } from 'node:fs/promises'`, 'a model may not import node:fs/promises'],
  ['src/features/funds/funds.model.ts', `import type { Plan } from '#features/allocation/allocation.model.ts'`, 'stands to its right'],
  ['src/features/allocation/engine/solve.ts', `import { z } from 'zod'`, 'the engine may not import zod'],
  ['src/features/allocation/engine/solve.ts', `import { lots } from '#features/funds/funds.store.ts'`, 'the engine may not import a store'],
  ['src/features/funds/funds.contract.ts', `import { check } from './funds.model.ts'`, 'only types from a model'],
  ['src/features/funds/funds.contract.ts', `import type { Row } from './funds.store.ts'`, 'a contract file may not import a store'],
  ['src/features/funds/funds.store.ts', `import { receive } from './funds.commands.ts'`, 'a store may not import a command'],
  ['src/features/funds/funds.store.ts', `import { list } from '#features/projects/projects.store.ts'`, 'stands to its right'],
  ['src/features/funds/funds.commands.ts', `import { start } from '#app/server.ts'`, 'a command may not import the app'],
  ['src/features/funds/funds.commands.ts', `import { z } from 'fastify'`, 'a command may not import fastify'],
  ['src/features/funds/funds.routes.ts', `import { z } from 'zod'`, 'a route may not import zod'],
  ['src/features/funds/funds.routes.ts', `import { Page } from './ui/FundList.tsx'`, 'a route may not import a page'],
  ['src/features/funds/ui/FundList.tsx', `import { receive } from '../funds.commands.ts'`, 'a page may not import a command'],
  ['src/features/funds/ui/FundList.tsx', `import type { Lot } from '../funds.model.ts'`, 'a page may not import a model'],
  ['src/features/funds/ui/FundList.tsx', `export { x } from '#features/trace/trace.contract.ts'`, 'stands to its right'],
  ['src/features/funds/ui/FundList.tsx', `let p: import('#features/funds/funds.store.ts').Row`, 'a page may not import a store'],
  ['src/ui/MoneyText.tsx', `import { Page } from '#features/funds/ui/FundList.tsx'`, 'the ui kit may not import a page'],
  ['src/app/web/main.tsx', `import { start } from '../server.ts'`, 'the web shell may not import the app'],
  ['scenario/maojian.ts', `import { fundsRoutes } from '#features/funds/funds.routes.ts'`, 'the scenario may not import a route'],
  ['scenario/maojian.ts', `import { start } from '#app/server.ts'`, 'the scenario may not import the app'],
  ['src/app/server.ts', `import { world } from '../../test/support/world.ts'`, 'the app may not import a test'],
  ['src/features/funds/loader.ts', ``, 'has no role'],
  ['src/features/ferries/ferries.model.ts', ``, 'no place in FEATURE_ORDER'],
]

const ALLOWED: readonly (readonly [string, string])[] = [
  ['src/features/payments/payments.model.ts', `import { split } from '#features/ledger/ledger.model.ts'`],
  ['src/features/funds/funds.contract.ts', `import type { Lot } from './funds.model.ts'\nimport { z } from 'zod'`],
  ['src/features/funds/funds.commands.ts', `import { post } from '#features/ledger/ledger.store.ts'`],
  ['src/features/allocation/engine/worker.ts', `import { parentPort } from 'node:worker_threads'\nimport highs from 'highs'`],
  ['src/features/funds/ui/FundList.tsx', `import { Table } from 'antd'\nimport { useQuery } from '@tanstack/react-query'`],
  ['policy/books.ts', `import type { Text } from '#kernel/outcome.ts'`],
  ['src/app/server.ts', `import { routes } from '#features/trace/trace.routes.ts'\nimport fastify from 'fastify'`],
  ['src/features/funds/funds.store.test.ts', `import { world } from '../../../test/support/world.ts'`],
  ['src/kernel/money.ts', `// import { db } from '#platform/db.ts'\nexport const text = "import { db } from '#platform/db.ts'"`],
]

describe('the import law', () => {
  test('the house keeps it', () => {
    expect(codeFiles().flatMap((file) => breaches(file, read(file)))).toEqual([])
  })

  test('every import of a file of ours names a file that is there', () => {
    const missing = codeFiles()
      .filter((file) => !file.startsWith('test/law/'))
      .flatMap((file) =>
        importsOf(file, read(file))
          .map(({ specifier }) => resolve(file, specifier))
          .filter((target) => target !== null && !exists(target))
          .map((target) => `${file}: ${target} is not there`),
      )
    expect(missing).toEqual([])
  })

  test.each(PLANTED)('%s is caught writing %s', (file, text, sentence) => {
    const found = breaches(file, text)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(sentence)
  })

  test.each(ALLOWED)('%s may write %s', (file, text) => {
    expect(breaches(file, text)).toEqual([])
  })

  test('every role of the table has a planted breach', () => {
    const planted = new Set(PLANTED.map(([file]) => roleOf(file)))
    expect(Object.keys(LAW).filter((role) => !planted.has(role as keyof typeof LAW))).toEqual([])
  })

  test('the order names each feature once', () => {
    expect(new Set(FEATURE_ORDER).size).toBe(FEATURE_ORDER.length)
  })
})
