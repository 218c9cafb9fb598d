import { join } from 'node:path';

/** The root of the repository; this file and the built bundle are equally deep in it. */
const WORKSPACE = join(import.meta.dirname, '../../..');

/** The script of a built app. */
export function builtApp(app: 'producer' | 'consumer' | 'migrator'): string {
  return join(WORKSPACE, 'dist/apps', app, 'main.js');
}

/** A script of the bench that runs as a separate process: Node runs TypeScript whose types can be erased. */
export function sourceScript(path: string): string {
  return join(WORKSPACE, 'apps/bench/src', path);
}

/** The folder of the committed results. */
export const RESULTS_FOLDER = join(WORKSPACE, 'apps/bench');

/** The default folder of results, which are not committed. */
export const OUTPUT_FOLDER = join(WORKSPACE, 'dist/bench');
