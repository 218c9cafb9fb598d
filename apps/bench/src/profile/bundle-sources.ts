import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import type { CallFrame, FindOrigin } from './cpu-profile.ts';

const UNNAMED = '(anonymous)';
/** V8's name of a function that is assigned to `module.exports`, which the bundler has renamed. */
const EXPORTS = /\.exports$/;

/** Finds the origin of a bundle's frames in its source map: the bundle is one file with short names. */
export async function bundleSources(bundle: string): Promise<FindOrigin> {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  return ({ url, functionName, lineNumber, columnNumber }: CallFrame) => {
    if (url === '') return undefined;
    if (!url.endsWith(bundle)) return { source: url, name: functionName || UNNAMED };
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!('originalSource' in entry)) return { source: url, name: functionName || UNNAMED };
    const { originalSource, originalLine, name } = entry as SourceMapping & { readonly name?: string };
    const hasName = functionName !== '' && !EXPORTS.test(functionName);
    return { source: originalSource, name: name ?? (hasName ? functionName : `line ${originalLine + 1}`) };
  };
}
