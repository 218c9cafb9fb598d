import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { CallFrame, SourceOf } from './cpu-profile.ts';

/** Finds in the source map of a bundle where its frames come from. */
export async function bundleSources(bundle: string): Promise<SourceOf> {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  return ({ url, lineNumber, columnNumber }: CallFrame) => {
    if (url === '') return undefined;
    if (!url.endsWith(bundle)) return url;
    const entry = map.findEntry(lineNumber, columnNumber);
    return 'originalSource' in entry ? entry.originalSource : url;
  };
}
