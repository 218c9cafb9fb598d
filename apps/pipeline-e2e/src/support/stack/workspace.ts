import { join } from 'node:path';

/** The root of the repository. */
export const WORKSPACE = join(import.meta.dirname, '../../../../..');

/** The folder of the excerpt of the New York data: a CSV file and its mapping. */
export const NYC_EXAMPLE = join(WORKSPACE, 'examples/nyc-2013-weather');
