import { join } from 'node:path';
import type { ChildProgram } from '@weather/dev-stack';
import type { BenchContext } from './candidate.ts';

/** The root of the repository; this file and the built bundle are equally deep in it. */
const WORKSPACE = join(import.meta.dirname, '../../..');

/** The apps that are measured, and the one that creates their tables. */
export type App = 'producer' | 'consumer' | 'migrator';

/** The script of a built app. */
export function builtApp(app: App): string {
  return join(WORKSPACE, 'dist/apps', app, 'main.js');
}

/** A source file of the bench that is not in its bundle. */
export function sourceFile(path: string): string {
  return join(WORKSPACE, 'apps/bench/src', path);
}

/** Starts a script of the bench with its only argument: Node runs TypeScript whose types can be erased. */
export function spawnScript(context: BenchContext, path: string, options: object): ChildProgram {
  return context.spawn(process.execPath, [sourceFile(path), JSON.stringify(options)]);
}

/** The folder of the committed results. */
export const RESULTS_FOLDER = join(WORKSPACE, 'apps/bench');

/** The default folder of results, which are not committed. */
export const OUTPUT_FOLDER = join(WORKSPACE, 'dist/bench');
