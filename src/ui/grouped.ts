/** `4638.5` → `4,638.5`: figures that are not money, as decimal text. */
export function grouped(value: string): string {
  const [whole = '', ...decimals] = value.split('.')
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ','), ...decimals].join('.')
}
