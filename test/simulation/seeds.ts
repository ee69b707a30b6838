/** Seeds that once showed a defect. They run every time, for ever; a seed is only ever added. */
export const FAILED_ONCE: readonly { readonly seed: number; readonly commands: number; readonly found: string }[] = [
  { seed: 1057854342, commands: 120, found: 'the auditor asked for the lot before the kind of a posting by hand' },
  { seed: 829046402, commands: 60, found: 'the same, earlier in its season' },
  { seed: 322, commands: 400, found: 'keepers relieved one after the other left a book without any from a later day on' },
  { seed: 800035, commands: 60, found: 'the auditor did not know who refuses less than nothing of a lot that has nothing' },
  { seed: 30000, commands: 100, found: 'a posting desk refused a key that it had answered, because the books would refuse it now' },
  { seed: 72000, commands: 600, found: 'a key of an item over two books was answered again without its posting' },
  { seed: 1548116489, commands: 600, found: 'paid money that does not lie in that book was said to be under another title' },
  { seed: 3300054, commands: 600, found: 'the auditor took a repeat at one desk for what another desk had saved at the same moment' },
  {
    seed: 3600132,
    commands: 300,
    found: 'the auditor gave one call the refusal of another that was refused the same key in the same words',
  },
]
