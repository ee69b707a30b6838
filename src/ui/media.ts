/** Does a media query hold? Follows rotation, resizing and what the person changes in the system's settings. */
import { useCallback, useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/** Is the window narrower than a number of pixels? */
export function useNarrow(below = 600): boolean {
  return useMedia(`(max-width: ${below - 1}px)`)
}
