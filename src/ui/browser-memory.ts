/** Small preferences of this browser. A browser that forbids storage simply forgets them. */

export function recall(name: string): string | null {
  try {
    return window.localStorage.getItem(`headgate.${name}`)
  } catch {
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    window.localStorage.setItem(`headgate.${name}`, value)
  } catch {
    return
  }
}
