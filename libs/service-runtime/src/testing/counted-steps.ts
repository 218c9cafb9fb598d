type Walk = (this: { readonly length: number }, ...args: unknown[]) => unknown;

/** The methods that iterate over a whole list or text, unless they find a match. */
const WALKERS: readonly (readonly [prototype: object, methods: readonly string[]])[] = [
  [
    Array.prototype,
    [
      'concat',
      'every',
      'filter',
      'find',
      'flatMap',
      'forEach',
      'includes',
      'indexOf',
      'map',
      'reduce',
      'shift',
    ],
  ],
  [Array.prototype, ['slice', 'some', 'splice', 'toSorted', 'unshift']],
  [String.prototype, ['includes', 'indexOf', 'lastIndexOf', 'replaceAll', 'split']],
];

/**
 * Counts the list entries and text characters that some work iterates over at most: those of everything that is searched,
 * copied or filtered as a whole, and each entry that a loop or a spread takes. Unlike the time, the count is the same in each
 * run, so that a test can compare the steps for an input with those for one twice as long.
 */
export function countSteps(work: () => void): number {
  let steps = 0;
  const restore = WALKERS.flatMap(([prototype, methods]) =>
    methods.map((name) =>
      replace(
        prototype,
        name,
        (original) =>
          function (...args) {
            steps += this.length;
            return original.apply(this, args);
          },
      ),
    ),
  );
  restore.push(
    replace(
      Array.prototype,
      Symbol.iterator,
      () =>
        function* () {
          for (let at = 0; at < this.length; at++) {
            steps++;
            yield (this as readonly unknown[])[at];
          }
        },
    ),
  );
  try {
    // The last change has already counted the rest.
    steps = 0;
    work();
    return steps;
  } finally {
    for (const undo of restore) undo();
  }
}

/** The factor by which the steps grow for an input twice as long: about 2 if they are linear, 4 if quadratic. */
export function measureGrowth(workOn: (size: number) => () => void, size: number): number {
  const [once, twice] = [workOn(size), workOn(2 * size)];
  return countSteps(twice) / Math.max(1, countSteps(once));
}

function replace(prototype: object, name: string | symbol, by: (original: Walk) => Walk): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (descriptor === undefined) throw new Error(`there is no ${String(name)}`);
  Object.defineProperty(prototype, name, { ...descriptor, value: by(descriptor.value as Walk) });
  return () => void Object.defineProperty(prototype, name, descriptor);
}
