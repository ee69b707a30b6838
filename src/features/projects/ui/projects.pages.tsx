/** Pages of the project library. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: readonly PageDefinition[] = [
  {
    path: '/projects',
    title: { zh: '项目库', en: 'The project library' },
    permission: 'projects.read',
    load: async () => ({ Page: (await import('./ProjectsPage.tsx')).ProjectsPage }),
  },
  {
    path: '/projects/import',
    title: { zh: '导入项目', en: 'Import projects' },
    permission: 'projects.import',
    load: async () => ({ Page: (await import('./ProjectImportPage.tsx')).ProjectImportPage }),
  },
  {
    path: '/projects/$id',
    title: { zh: '一个项目', en: 'One project' },
    permission: 'projects.read',
    load: async () => ({ Page: (await import('./ProjectPage.tsx')).ProjectPage }),
  },
]
