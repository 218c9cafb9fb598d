import { UsageError } from '@weather/service-runtime';

const NEEDED_MAJOR = 24;

/**
 * The apps run on the Node of this process.
 * @throws UsageError when it is too old for them.
 */
export function requireNode(version: string): void {
  if (Number.parseInt(version, 10) >= NEEDED_MAJOR) return;
  throw new UsageError(
    `Node ${NEEDED_MAJOR} is needed and this is ${version}: use npm start, which has its own on Linux, or install Node ${NEEDED_MAJOR}`,
  );
}
