/** A QR code as one SVG path, sharp on any screen and printer. */
import { useMemo } from 'react'
import { encode } from 'uqr'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'

interface QrCodeProps {
  readonly content: string
  readonly label: Text
  /** Side in pixels. */
  readonly side?: number
}

export function QrCode({ content, label, side = 108 }: QrCodeProps) {
  const say = useSay()
  const { size, path } = useMemo(() => {
    const { data, size: modules } = encode(content, { ecc: 'M', border: 2 })
    const squares = data.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { size: modules, path: squares.join('') }
  }, [content])
  return (
    <svg width={side} height={side} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={say(label)} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
