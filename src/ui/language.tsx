/**
 * The two languages of the product. Every text is a {zh, en} pair that stands where it is used; `useSay` picks the one
 * the reader chose. Chinese first (docs/adr/0008-texts-in-place.md).
 */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { recall, remember } from './browser-memory.ts'

export type Language = 'zh' | 'en'

interface LanguageChoice {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
}

const LanguageContext = createContext<LanguageChoice>({ language: 'zh', setLanguage: () => undefined })

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState<Language>(() => (recall('language') === 'en' ? 'en' : 'zh'))
  const setLanguage = useCallback((next: Language) => {
    remember('language', next)
    setState(next)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const choice = useMemo(() => ({ language, setLanguage }), [language, setLanguage])
  return <LanguageContext.Provider value={choice}>{children}</LanguageContext.Provider>
}

export const useLanguage = (): LanguageChoice => useContext(LanguageContext)

/** Gives the function that turns a text into the language of the screen. */
export function useSay(): (text: Text) => string {
  const { language } = useLanguage()
  return useCallback((text: Text) => text[language], [language])
}
