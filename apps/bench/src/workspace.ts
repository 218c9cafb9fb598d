import { join } from 'node:path';

/** The root of the repository; this file and the built bundle lie equally deep in it. */
const WORKSPACE = join(import.meta.dirname, '../../..');

/** The script of a built app. */
export function builtApp(app: 'producer' | 'consumer' | 'migrator'): string {
  return join(WORKSPACE, 'dist/apps', app, 'main.js');
}

/** A script of the bench that runs as a process of its own: Node takes TypeScript as it is where types can be erased. */
export function sourceScript(path: string): string {
  return join(WORKSPACE, 'apps/bench/src', path);
}

/** Where the committed results are. */
export const RESULTS_FOLDER = join(WORKSPACE, 'apps/bench');

/** Where results go that are not to be committed. */
export const OUTPUT_FOLDER = join(WORKSPACE, 'dist/bench');
