type Walk = (this: { readonly length: number }, ...args: unknown[]) => unknown;

/** What goes through a list or a text as a whole, unless it finds what it looks for. */
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
 * How many entries of lists and characters of texts a piece of work goes through at most: those of whatever is searched,
 * copied or filtered as a whole, and each entry that a loop or a copy by `...` takes. Unlike its time it is the same at each
 * run, so that a test may hold the steps for an input against those for one twice as long.
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
    // What was changed last has counted already how the rest was.
    steps = 0;
    work();
    return steps;
  } finally {
    for (const undo of restore) undo();
  }
}

/** By what the steps grow when the input is twice as long: about 2 where they are in proportion to it, 4 where each pair is looked at. */
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
