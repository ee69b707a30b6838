// @ts-check
/**
 * Where a Chromium is on this machine: `CHROMIUM_PATH` first, then the search path, then the usual places of each system.
 * Playwright's own download is not used: the browser an office or a distribution installed is the one to test with.
 */
import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

/** @param {NodeJS.ProcessEnv} env @param {NodeJS.Platform} platform @returns {string[]} places to look, best first */
export function chromiumPlaces(env, platform) {
  if (platform === 'darwin') {
    const apps = ['/Applications', path.join(env['HOME'] ?? '', 'Applications')]
    const inside = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `${name}.app/Contents/MacOS/${name}`)
    return apps.flatMap((folder) => inside.map((file) => path.join(folder, file)))
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    const inside = ['Chromium/Application/chrome.exe', 'Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
    return folders.flatMap((folder) => inside.map((file) => path.win32.join(folder, file)))
  }
  const folders = [...(env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'].filter(Boolean)
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** @returns {string | null} the program's path; null when there is none. A `CHROMIUM_PATH` that is no program is a mistake and throws. */
export function findChromium(env = process.env, platform = process.platform) {
  const named = env['CHROMIUM_PATH']
  if (named) {
    if (isProgram(named)) return named
    throw new Error(`CHROMIUM_PATH 不是可执行文件 · CHROMIUM_PATH is no program: ${named}`)
  }
  return chromiumPlaces(env, platform).find(isProgram) ?? null
}
