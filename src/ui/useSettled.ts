import { useEffect, useState } from 'react'

/** The value as it was a moment ago, once it has been left alone for so many milliseconds. */
export function useSettled<T>(value: T, after: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), after)
    return () => clearTimeout(timer)
  }, [value, after])
  return settled
}
