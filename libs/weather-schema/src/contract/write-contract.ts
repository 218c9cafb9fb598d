import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractFiles } from './contract-files.ts';

/** Writes the contract into the folder named on the command line; Prettier formats it afterwards. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: write-contract FOLDER');
mkdirSync(folder, { recursive: true });
for (const [name, document] of Object.entries(contractFiles())) {
  writeFileSync(join(folder, name), JSON.stringify(document));
}
