import { writeFileSync } from 'node:fs';
import { openApiDocument } from './open-api-document.ts';

/** Writes the OpenAPI document to the file named on the command line; Prettier formats it afterwards. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('file name missing');
writeFileSync(file, JSON.stringify(await openApiDocument()));
