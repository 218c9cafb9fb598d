import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { formatSettingsPage } from './settings-page.ts';

/** Writes docs/settings.md; run from the root of the repository. Prettier lays it out afterwards. */
const root = pathToFileURL(`${process.cwd()}/`);
writeFileSync(new URL('docs/settings.md', root), formatSettingsPage(root));
