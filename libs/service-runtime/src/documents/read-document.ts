import { CST, isCollection, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import { DocumentError } from './document-error.ts';

const BYTES_PER_KIB = 1024;
const DEFAULT_MAX_KIB = 64;
const MAX_LEVELS = 20;
/** One syntax error causes many others. */
const MAX_SYNTAX_ERRORS = 5;
const BYTE_ORDER_MARK = '\ufeff';

export interface ReadOptions {
  /** Default: `yaml`, which includes JSON. */
  readonly format?: 'yaml' | 'json';
  /** Default: 64. */
  readonly maxKib?: number;
}

/**
 * The plain values of a text of YAML 1.2 or JSON. Aliases are rejected: no document here needs them, and a few
 * lines of them expand to gigabytes.
 * @throws DocumentError for a text that is malformed, too long, nested more than 20 levels deep or has an alias.
 */
export function readDocument(text: string, options: ReadOptions = {}): unknown {
  const { format = 'yaml', maxKib = DEFAULT_MAX_KIB } = options;
  const bytes = Buffer.byteLength(text);
  if (bytes > maxKib * BYTES_PER_KIB)
    throw refusal([`the file has ${bytes} bytes; the limit is ${maxKib} KiB`]);
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (isNestedTooDeep(content))
    throw refusal([`the file is nested more than ${MAX_LEVELS} levels deep; expected at most ${MAX_LEVELS}`]);
  return format === 'json' ? readJson(content) : readYaml(content);
}

function refusal(messages: readonly string[]): DocumentError {
  return new DocumentError(messages.map((message) => ({ path: '', message })));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal([`invalid JSON: ${(error as Error).message}`]);
  }
}

function readYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { version: '1.2', merge: false, prettyErrors: false, lineCounter });
  const problems = [...document.errors, ...document.warnings]
    .slice(0, MAX_SYNTAX_ERRORS)
    .map(({ message, pos }) => {
      const { line, col } = lineCounter.linePos(pos[0]);
      return `invalid YAML: ${message} at line ${line}, column ${col}`;
    });
  visit(document, {
    Alias: (_key, { source }) => {
      problems.push(`aliases are not supported: *${source}; put a pattern with * in quotes`);
    },
    Pair: (_key, { key }) => {
      if (isCollection(key)) problems.push('a key is a list or an object; expected a name');
    },
  });
  if (problems.length > 0) throw refusal(problems.slice(0, MAX_SYNTAX_ERRORS));
  return document.toJS();
}

/** Each of these, on one line, can nest what follows one level deeper. */
const BLOCK_INDICATORS = new Set<unknown>(['seq-item-ind', 'explicit-key-ind', 'map-value-ind']);
const FLOW_STARTS = new Set<unknown>(['flow-map-start', 'flow-seq-start']);
const FLOW_ENDS = new Set<unknown>(['flow-map-end', 'flow-seq-end']);

/**
 * Whether a text nests more than twenty levels, by indentation, in brackets or on one line. The parser calls itself for each
 * level: in 64 KiB of `{` the stack runs out, which may abort the process. The lexer does not.
 */
function isNestedTooDeep(text: string): boolean {
  return isIndentedTooDeep(text) || isBracketedTooDeep(text);
}

function isIndentedTooDeep(text: string): boolean {
  const indents: number[] = [];
  for (const [indentation] of text.matchAll(/^ *(?=[^ \r\n])/gm)) {
    while ((indents.at(-1) ?? -1) >= indentation.length) indents.pop();
    if (indents.push(indentation.length) > MAX_LEVELS) return true;
  }
  return false;
}

function isBracketedTooDeep(text: string): boolean {
  let inBrackets = 0;
  let onLine = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === 'newline') onLine = 0;
    else if (FLOW_STARTS.has(type)) inBrackets += 1;
    else if (FLOW_ENDS.has(type)) inBrackets -= 1;
    else if (BLOCK_INDICATORS.has(type) && inBrackets === 0) onLine += 1;
    if (Math.max(inBrackets, onLine) > MAX_LEVELS) return true;
  }
  return false;
}
