/** The entry of the public page: React alone, no library of parts, so that it opens on any phone. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Fault } from '#kernel/outcome.ts'
import { LanguageProvider } from '#ui/language.tsx'
import { PublicPage } from './PublicPage.tsx'
import './public.css'

const root = document.getElementById('root')
if (!root) throw new Fault('web', 'the page has no #root')

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <PublicPage />
    </LanguageProvider>
  </StrictMode>,
)
