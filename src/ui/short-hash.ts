/** The beginning of a hash as paper and pages show it: `9F3A 61C0 7B2E 4D5A`. */
export const shortHash = (hash: string): string => (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ').toUpperCase()
