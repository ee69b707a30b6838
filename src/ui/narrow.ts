/** Is the window narrower than a number of pixels? Follows rotation and resizing. */
import { useCallback, useSyncExternalStore } from 'react'

export function useNarrow(below = 600): boolean {
  const query = `(max-width: ${below - 1}px)`
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
