import { CST, Lexer } from 'yaml';

const MOST_NESTED = 20;

/** Each of these, on one line, can nest what follows one level deeper. */
const BLOCK_INDICATORS = new Set<unknown>(['seq-item-ind', 'explicit-key-ind', 'map-value-ind']);
const FLOW_STARTS = new Set<unknown>(['flow-map-start', 'flow-seq-start']);
const FLOW_ENDS = new Set<unknown>(['flow-map-end', 'flow-seq-end']);

/**
 * Whether a text of YAML nests more than twenty levels, in brackets or on one line. The parser calls itself for each level:
 * in 64 KiB of `{` the stack runs out, which may abort the process. The lexer does not; levels on lines of their own
 * have to be indented, so that few of them fit.
 */
export function isNestedTooDeep(text: string): boolean {
  let inBrackets = 0;
  let onLine = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === 'newline') onLine = 0;
    else if (FLOW_STARTS.has(type)) inBrackets += 1;
    else if (FLOW_ENDS.has(type)) inBrackets -= 1;
    else if (BLOCK_INDICATORS.has(type) && inBrackets === 0) onLine += 1;
    if (Math.max(inBrackets, onLine) > MOST_NESTED) return true;
  }
  return false;
}
