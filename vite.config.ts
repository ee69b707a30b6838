/**
 * Two builds from one file: `vite build --ssr` makes the server (packages stay outside, in node_modules) and `vite build`
 * the pages. scripts/build.mjs runs both; scripts/dev.mjs serves the pages with the API behind them.
 */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** File name in dist/server → source. A worker is an entry of its own because it is started by its file. */
export const SERVER_ENTRIES = {
  cli: at('src/app/cli.ts'),
  'allocation-worker': at('src/features/allocation/engine/worker.ts'),
  'insight-worker': at('src/features/allocation/engine/insight/worker.ts'),
  'print-worker': at('src/platform/documents/worker.ts'),
}

/** Pages that load on their own. */
export const WEB_ENTRIES = [at('src/app/web/index.html'), at('src/app/web/public.html')]

/** Windows 7 ends at Chrome 109, old Linux desktops at Firefox 115, old iPhones at Safari 15.4. */
const BROWSERS = ['chrome109', 'firefox115', 'safari15.4']

const API = `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`

export default defineConfig(({ isSsrBuild }) =>
  isSsrBuild
    ? {
        root: at('.'),
        publicDir: false,
        build: {
          target: 'node20',
          outDir: at('dist/server'),
          minify: false,
          sourcemap: true,
          rolldownOptions: {
            input: SERVER_ENTRIES,
            output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
          },
        },
      }
    : {
        root: at('src/app/web'),
        plugins: [react()],
        build: {
          target: BROWSERS,
          outDir: at('dist/web'),
          reportCompressedSize: false,
          chunkSizeWarningLimit: 2500,
          rolldownOptions: { input: WEB_ENTRIES },
        },
        server: { port: 5173, proxy: { '/api': API, '/metrics': API } },
      },
)
