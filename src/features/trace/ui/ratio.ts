/** How many times `whole` goes into `part`, to two decimals, rounded half up, exact in bigint. `whole` must be positive. */
export function ratio(part: bigint, whole: bigint): string {
  const hundredths = (part * 200n + whole) / (whole * 2n)
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}
