import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.ts';

/**
 * The contents of a file that a setting names.
 * @throws ConfigurationError naming the variable and the path when it cannot be read.
 */
export function readSettingFile(env: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw ConfigurationError.of(env, `"${path}" cannot be read: ${(error as Error).message}`);
  }
}
