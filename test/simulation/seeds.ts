/** Seeds that once showed a defect. They run every time, for ever; a seed is only ever added. */
export const FAILED_ONCE: readonly { readonly seed: number; readonly commands: number; readonly found: string }[] = []
