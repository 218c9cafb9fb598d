import { join } from 'node:path';

/** The root of the repository. */
export const WORKSPACE = join(import.meta.dirname, '../../../../..');

/** The excerpt of the New York data that is part of the repository, as CSV and its mapping. */
export const NYC_EXAMPLE = join(WORKSPACE, 'examples/nyc-2013-weather');
