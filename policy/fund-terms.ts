/** How long money may be used: what is unspent for two years in a row is taken back. Basis: 国办发〔2014〕70号 (盘活财政存量资金). */
export const fundTerms = {
  usableYears: 2,
  since: '2015-01-01',
} as const
