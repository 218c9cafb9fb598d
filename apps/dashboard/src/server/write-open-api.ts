import { writeFileSync } from 'node:fs';
import { openApiDocument } from './open-api-document.ts';

/** Writes the description of the API into the file named on the command line; Prettier lays it out afterwards. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name the file that the description is written to');
writeFileSync(file, JSON.stringify(await openApiDocument()));
