/** The mark of the product: a headgate over running water, its name, and whose it is. */

export function Brand({ district }: { district?: string | undefined }) {
  return (
    <span className="brand">
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="6" className="brand-ground" />
        <path d="M7 8h18M9 8v15M23 8v15M16 8v6" className="brand-line" />
        <path d="M11.5 14h9v4h-9z" className="brand-board" />
        <path d="M6.2 25c2.2-1.8 4.4-1.8 6.6 0s4.4 1.8 6.6 0 4.4-1.8 6.6 0" className="brand-line" />
      </svg>
      <span className="brand-name">渠首</span>
      <span className="brand-english">Headgate</span>
      {district ? <span className="brand-district">{district}</span> : null}
    </span>
  )
}
