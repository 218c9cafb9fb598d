/**
 * A parser of times that keeps its last result: a reading's time is asked for by the check and again by the decoding, and
 * stations often report together.
 */
export function memoizeLast(parse: (text: string) => number): (text: string) => number {
  let lastText: string | undefined;
  let lastResult = Number.NaN;
  return (text) => {
    if (text !== lastText) {
      lastResult = parse(text);
      lastText = text;
    }
    return lastResult;
  };
}
