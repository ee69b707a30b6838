/** One colour for each stage of money, in bars and flows alike. Keys are the stages of policy/books.ts. */

export const stageColour: Readonly<Record<string, string>> = {
  expected: '#b6bdc7',
  available: '#5b93c4',
  reserved: '#31688f',
  committed: '#7a6a3f',
  ordered: '#c98a1b',
  returned: '#a61d24',
  paid: '#3d7a55',
  promised: '#93a1b5',
  retained: '#8d7f9c',
  advanced: '#7fae8f',
  recoverable: '#d0744d',
  placed: '#4f8f8b',
  compensated: '#b0563f',
  treasury: '#6d7480',
}
