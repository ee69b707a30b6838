/** One colour for each stage of money, in bars and flows alike. Keys are the stages of policy/books.ts. */

export const stageColour: Readonly<Record<string, string>> = {
  expected: '#b6bdc7',
  available: '#5b93c4',
  reserved: '#31688f',
  committed: '#7a6a3f',
  ordered: '#c98a1b',
  returned: '#a61d24',
  paid: '#3d7a55',
}
