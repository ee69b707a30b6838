/** The pages of the books: three books, postings, the check of the chain, and the rules they are kept by. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/books',
    title: { zh: '三个专账', en: 'Three books' },
    permission: 'funds.read',
    load: () => import('./BooksPage.tsx').then(({ BooksPage }) => ({ Page: BooksPage })),
  },
  {
    path: '/books/postings',
    title: { zh: '记账记录', en: 'Postings' },
    permission: 'ledger.read',
    load: () => import('./PostingsPage.tsx').then(({ PostingsPage }) => ({ Page: PostingsPage })),
  },
  {
    path: '/books/postings/$id',
    title: { zh: '记账凭证', en: 'Posting' },
    permission: 'ledger.read',
    load: () => import('./PostingPage.tsx').then(({ PostingPage }) => ({ Page: PostingPage })),
  },
  {
    path: '/books/keepers',
    title: { zh: '专账记账人', en: 'Keepers' },
    permission: 'ledger.read',
    load: () => import('./KeepersPage.tsx').then(({ KeepersPage }) => ({ Page: KeepersPage })),
  },
  {
    path: '/verify',
    title: { zh: '账簿校验', en: 'Verify the books' },
    permission: 'audit.read',
    load: () => import('./VerifyPage.tsx').then(({ VerifyPage }) => ({ Page: VerifyPage })),
  },
  {
    path: '/rules',
    title: { zh: '用途与规则', en: 'Rules in force' },
    permission: null,
    load: () => import('./RulesPage.tsx').then(({ RulesPage }) => ({ Page: RulesPage })),
  },
]
