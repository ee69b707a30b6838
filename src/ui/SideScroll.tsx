/** A table wider than the screen scrolls by itself, and says so while there is more to see: a cut edge alone looks like the end. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useSay } from './language.tsx'
import './side-scroll.css'

interface SideScrollProps {
  readonly className: string
  /** What it is, for a reader of the screen; the keyboard must reach it too. */
  readonly label: string
  readonly role: 'group' | 'region'
  readonly children: ReactNode
}

export function SideScroll({ className, label, role, children }: SideScrollProps) {
  const say = useSay()
  const box = useRef<HTMLDivElement>(null)
  const [more, setMore] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setMore(element.scrollWidth - element.clientWidth - element.scrollLeft > 2)
    const resized = new ResizeObserver(look)
    resized.observe(element)
    if (element.firstElementChild) resized.observe(element.firstElementChild)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])
  return (
    <div className={`side-scroll${more ? ' side-scroll-more' : ''}`}>
      <div ref={box} className={className} tabIndex={0} role={role} aria-label={label}>
        {children}
      </div>
      {more ? <p className="side-scroll-hint no-print">{say({ zh: '向左滑动，右边还有 →', en: 'Swipe left for more →' })}</p> : null}
    </div>
  )
}
