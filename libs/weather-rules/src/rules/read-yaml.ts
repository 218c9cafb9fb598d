import { isCollection, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { FaultList } from './fault-list.ts';
import { isNestedTooDeep } from './yaml-nesting.ts';

const BYTES_PER_KIB = 1024;
const MOST_KIB = 64;
/** One fault of the syntax brings many that follow from it. */
const MOST_YAML_FAULTS = 5;

/**
 * What a YAML 1.2 text of at most 64 KiB holds, as plain values; undefined, and faults, if it is none. Aliases are refused:
 * nothing here needs them, and a few lines of them grow to gigabytes.
 */
export function readYaml(text: string, faults: FaultList): unknown {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_KIB * BYTES_PER_KIB) {
    faults.add(`The file has ${bytes} bytes, the limit is ${MOST_KIB} KiB`);
  } else if (isNestedTooDeep(text)) {
    faults.add('The file is nested too deep');
  } else {
    const document = parseDocumentOf(text, faults);
    if (faults.faults.length === 0) return document.toJS();
  }
  return undefined;
}

function parseDocumentOf(text: string, faults: FaultList): Document.Parsed {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { version: '1.2', merge: false, prettyErrors: false, lineCounter });
  const problems = [...document.errors, ...document.warnings].slice(0, MOST_YAML_FAULTS);
  for (const { message, pos } of problems) {
    const { line, col } = lineCounter.linePos(pos[0]);
    faults.add(`Not YAML: ${message} at line ${line}, column ${col}`);
  }
  visit(document, {
    Alias: (_key, { source }) => {
      faults.add(`Aliases are not read: *${source}; a pattern with * stands in quotes`);
    },
    Pair: (_key, { key }) => {
      if (isCollection(key)) faults.add('A key is a list or a mapping, it must be a name');
    },
  });
  return document;
}
