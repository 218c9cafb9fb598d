import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRules } from './parse-rules.ts';
import { RulesError } from './rules-error.ts';

/** The faults of a text; none if it can be used. */
function faultsOf(text: string): readonly string[] {
  try {
    parseRules(text);
  } catch (error) {
    if (error instanceof RulesError) return error.faults;
    throw error;
  }
  return [];
}

/** The faults of a file with one rule, of the fields given. */
const faultsOfRule = (fields: string): readonly string[] => faultsOf(`rules: [{ name: a, ${fields} }]`);

describe('parseRules', () => {
  it('reads a rule about a value, with the defaults for what it does not say', () => {
    expect(parseRules('rules: [{ name: heat, quantity: temperature, atLeast: 30.5 }]')).toEqual({
      rules: [
        {
          kind: 'value',
          name: 'heat',
          quantity: 'temperature',
          comparison: 'atLeast',
          threshold: 30.5,
          clear: 30.5,
          forMs: 0,
          severity: 'warning',
          stations: ['*'],
        },
      ],
      limits: [],
    });
  });

  it('reads a rule about a change and one about silence', () => {
    const text = `
rules:
  - { name: storm, change: { quantity: pressure, within: 3h }, below: -6, clear: -4, for: 10m, stations: ["a*", b] }
  - { name: quiet, silence: 30m, severity: critical }
`;
    expect(parseRules(text).rules).toEqual([
      {
        kind: 'change',
        name: 'storm',
        quantity: 'pressure',
        withinMs: 10_800_000,
        comparison: 'below',
        threshold: -6,
        clear: -4,
        forMs: 600_000,
        severity: 'warning',
        stations: ['a*', 'b'],
      },
      { kind: 'silence', name: 'quiet', silenceMs: 1_800_000, severity: 'critical', stations: ['*'] },
    ]);
  });

  it('reads limits', () => {
    const text =
      'rules: []\nlimits: [{ stations: [a], temperature: { min: -90, max: 40 }, humidity: { max: 99 } }]';
    expect(parseRules(text).limits).toEqual([
      { stations: ['a'], ranges: { temperature: { min: -90, max: 40 }, humidity: { max: 99 } } },
    ]);
  });

  it('names every fault with its place, all at once', () => {
    const text = `
rules:
  - { name: Heat!, quantity: temprature, above: 30 }
  - { name: a, silence: 0s, above: 1 }
  - { name: b, quantity: temperature, above: 30, for: 5x, severity: bad, stations: [17, "a b"] }
  - { name: a, quantity: temperature, abvoe: 30 }
  - 5
limits:
  - { stations: ["*"], temperature: { min: 5, max: 4, mean: 1 } }
  - { temperature: 5 }
other: 1
`;
    expect(faultsOf(text)).toEqual([
      'other is unknown, known are rules, limits',
      'rules[0].name is "Heat!", it must be 1 to 64 of a-z, 0-9 and -',
      expect.stringMatching(
        /^rules\[0\]\.quantity is "temprature", it must be one of temperature, .*, windChill$/,
      ),
      'rules[1].above does not go with silence',
      'rules[1].silence is "0s", it must be a duration such as 90s, 10m or 2h, up to 7d and not 0',
      'rules[2].severity is "bad", it must be one of info, warning, critical',
      'rules[2].stations[0] is 17, it must be the id of a station in quotes, in which * is any characters',
      'rules[2].stations[1] is "a b", it must be the id of a station in quotes, in which * is any characters',
      'rules[2].for is "5x", it must be a duration such as 90s, 10m or 2h, up to 7d',
      expect.stringMatching(/^rules\[3\]\.abvoe is unknown, known are name, quantity, /),
      'rules[3] has none, it must have one of above, atLeast, below, atMost',
      expect.stringMatching(/^rules\[4\] is 5, it must be a mapping of name, /),
      'rules[3].name is "a", so is rules[1].name',
      'limits[0].temperature.mean is unknown, known are min, max',
      'limits[0].temperature.min is 5, it must be at most max, 4',
      'limits[1].stations is missing, it must be a list',
      'limits[1].temperature is 5, it must be a mapping of min, max',
    ]);
  });

  it.each([
    ['above: 30', ['rules[0] has none, it must have one of quantity, change, silence']],
    [
      'quantity: humidity, silence: 1h, above: 3',
      ['rules[0] has quantity and silence, it must have one of quantity, change, silence'],
    ],
    [
      'quantity: humidity, above: 3, below: 2',
      ['rules[0] has above and below, it must have one of above, atLeast, below, atMost'],
    ],
    ['quantity: humidity, above: .inf', ['rules[0].above is Infinity, it must be a number']],
    ['quantity: humidity, above: "30"', ['rules[0].above is "30", it must be a number']],
    ['quantity: humidity, above:', ['rules[0].above is missing, it must be a number']],
    [
      'quantity: humidity, above: 30, clear: 31',
      ['rules[0].clear is 31, it must be at most 30, the threshold'],
    ],
    [
      'quantity: humidity, atMost: 30, clear: 29',
      ['rules[0].clear is 29, it must be at least 30, the threshold'],
    ],
    [
      'change: { quantity: pressure, within: 3h }, below: 3',
      ['rules[0].below is 3, it must be below 0, since it is a fall'],
    ],
    [
      'change: { quantity: pressure, within: 3h }, above: 3, clear: 0',
      ['rules[0].clear is 0, it must be above 0, since it is a rise'],
    ],
    [
      'change: { quantity: windDirection, within: 0s }, above: 3',
      [
        expect.stringMatching(/^rules\[0\]\.change\.quantity is "windDirection", it must be one of/),
        expect.stringMatching(/^rules\[0\]\.change\.within is "0s", it must be a duration/),
      ],
    ],
  ])('refuses a rule with %s', (fields, faults) => {
    expect(faultsOfRule(fields)).toEqual(faults);
  });

  it.each([
    ['', ['The file is missing, it must be a mapping of rules, limits']],
    ['- 1', ['The file is [1], it must be a mapping of rules, limits']],
    ['[a]: 1', ['A key is a list or a mapping, it must be a name']],
    ['limits: []', ['rules is missing, it must be a list']],
    ['rules: []\n__proto__: 1', ['__proto__ is unknown, known are rules, limits']],
    ['rules: []\nrules: []', [expect.stringMatching(/^Not YAML: Map keys must be unique at line 2/)]],
    ['rules: [', [expect.stringMatching(/^Not YAML: /)]],
    ['rules: []\n---\nrules: []', [expect.stringMatching(/^Not YAML: .*multiple documents/)]],
    ['rules: !js/function x', [expect.stringMatching(/^Not YAML: Unresolved tag/)]],
    [
      'rules: []\nlimits: [{ stations: ["*"] }]',
      [expect.stringMatching(/^limits\[0\] has none of temperature/)],
    ],
    [
      'rules: []\nlimits: [{ stations: ["*"], humidity: {} }]',
      ['limits[0].humidity has neither min nor max'],
    ],
  ])('refuses the text %j', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('refuses more than 100 rules and more than 64 KiB', () => {
    const rules = Array.from({ length: 101 }, (_, index) => `  - { name: r${index}, silence: 1h }`).join(
      '\n',
    );
    expect(faultsOf(`rules:\n${rules}`)).toEqual(['rules has 101 entries, the limit is 100']);
    expect(faultsOf(`rules: [] #${'é'.repeat(32_768)}`)).toEqual([
      'The file has 65547 bytes, the limit is 64 KiB',
    ]);
  });

  it('refuses aliases, so that none can grow, and says what a pattern needs', () => {
    const bomb = `a: &a [1, 1]\nb: &b [*a, *a]\nrules: [*b, *b]`;
    expect(faultsOf(bomb)).toEqual([
      ...['a', 'a', 'b', 'b'].map(
        (name) => `Aliases are not read: *${name}; a pattern with * stands in quotes`,
      ),
    ]);
    expect(faultsOfRule('silence: 1h, stations: [*roof]')).toEqual([
      'Aliases are not read: *roof; a pattern with * stands in quotes',
    ]);
  });

  it('refuses what is nested too deep to be read', () => {
    for (const opening of ['[', '{', '- ', '{a: ', '? ', '? - ']) {
      expect(faultsOf(opening.repeat(65_000 / opening.length))).toEqual(['The file is nested too deep']);
    }
  });

  it('throws nothing but a RulesError, whatever the text', () => {
    const words = fc.constantFrom(
      'rules',
      'limits',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '*a',
      '&a ',
      '"',
      '5m',
      '~',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(Array.isArray(faultsOf(text))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
