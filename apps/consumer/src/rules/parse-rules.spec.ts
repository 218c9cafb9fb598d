import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findIssues } from '@weather/service-runtime/testing';
import { parseRules } from './load-rules.ts';

const issuesOf = (text: string): readonly string[] => findIssues(parseRules, text);

/** The issues of a file with one rule that has these fields. */
const issuesOfRule = (fields: string): readonly string[] => issuesOf(`rules: [{ name: a, ${fields} }]`);

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

  it('names every issue with its place, all at once', () => {
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
    expect(issuesOf(text)).toEqual([
      'other is unknown; expected rules or limits',
      'rules[0].name is "Heat!"; expected 1 to 64 of a-z, 0-9 and -',
      expect.stringMatching(/^rules\[0\]\.quantity is "temprature"; expected temperature, .* or windChill$/),
      'rules[1] has silence and above; expected silence without above, atLeast, below, atMost, clear or for',
      'rules[1].silence is "0s"; expected a duration such as 90s, 10m or 2h, up to 7d, and not 0',
      'rules[2].for is "5x"; expected a duration such as 90s, 10m or 2h, up to 7d',
      'rules[2].severity is "bad"; expected info, warning or critical',
      'rules[2].stations[0] is 17; expected a station ID in quotes, in which * stands for any characters',
      'rules[2].stations[1] is "a b"; expected a station ID in quotes, in which * stands for any characters',
      expect.stringMatching(/^rules\[3\]\.abvoe is unknown; expected name, quantity, /),
      'rules[3] has none of above, atLeast, below, atMost; expected exactly one',
      expect.stringMatching(/^rules\[4\] is 5; expected an object with name, /),
      'rules[3].name is "a", as is rules[1].name; expected a unique name',
      'limits[0].temperature.mean is unknown; expected min or max',
      'limits[0].temperature.min is 5; expected a number of at most max, 4',
      'limits[1].stations is missing; expected a list of station IDs',
      'limits[1].temperature is 5; expected an object with min, max or both',
    ]);
  });

  it.each([
    ['above: 30', ['rules[0] has none of quantity, change, silence; expected exactly one']],
    [
      'quantity: humidity, silence: 1h, above: 3',
      [
        'rules[0] has silence and above; expected silence without above, atLeast, below, atMost, clear or for',
        'rules[0] has quantity and silence; expected exactly one of quantity, change or silence',
      ],
    ],
    [
      'quantity: humidity, above: 3, below: 2',
      ['rules[0] has above and below; expected exactly one of above, atLeast, below or atMost'],
    ],
    ['quantity: humidity, above: .inf', ['rules[0].above is Infinity; expected a number']],
    ['quantity: humidity, above: "30"', ['rules[0].above is "30"; expected a number']],
    ['quantity: humidity, above:', ['rules[0].above is missing; expected a number']],
    [
      'quantity: humidity, above: 30, clear: 31',
      ['rules[0].clear is 31; expected a number of at most 30, the threshold'],
    ],
    [
      'quantity: humidity, atMost: 30, clear: 29',
      ['rules[0].clear is 29; expected a number of at least 30, the threshold'],
    ],
    [
      'change: { quantity: pressure, within: 3h }, below: 3',
      ['rules[0].below is 3; expected a number below 0, since it is a fall'],
    ],
    [
      'change: { quantity: pressure, within: 3h }, above: 3, clear: 0',
      ['rules[0].clear is 0; expected a number above 0, since it is a rise'],
    ],
    [
      'change: { quantity: windDirection, within: 0s }, above: 3',
      [
        expect.stringMatching(/^rules\[0\]\.change\.quantity is "windDirection"; expected temperature, /),
        expect.stringMatching(/^rules\[0\]\.change\.within is "0s"; expected a duration/),
      ],
    ],
  ])('rejects a rule with %s', (fields, issues) => {
    expect(issuesOfRule(fields)).toEqual(issues);
  });

  it.each([
    ['', ['the file is empty; it must contain rules, and may contain limits']],
    ['- 1', ['the file is [1]; it must contain rules, and may contain limits']],
    ['[a]: 1', ['a key is a list or an object; expected a name']],
    ['limits: []', ['rules is missing; expected a list of rules']],
    ['rules: []\nconstructor: 1', ['constructor is unknown; expected rules or limits']],
    ['rules: []\n__proto__: 1', ['__proto__ is unknown; expected rules or limits']],
    ['rules: []\nrules: []', [expect.stringMatching(/^invalid YAML: Map keys must be unique at line 2/)]],
    ['rules: [', [expect.stringMatching(/^invalid YAML: /)]],
    ['rules: []\n---\nrules: []', [expect.stringMatching(/^invalid YAML: .*multiple documents/)]],
    ['rules: !js/function x', [expect.stringMatching(/^invalid YAML: Unresolved tag/)]],
    [
      'rules: []\nlimits: [{ stations: ["*"] }]',
      [expect.stringMatching(/^limits\[0\] has none of temperature/)],
    ],
    [
      'rules: []\nlimits: [{ stations: ["*"], humidity: {} }]',
      ['limits[0].humidity has none of min, max; expected at least one'],
    ],
  ])('rejects the text %j', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues);
  });

  it('rejects more than 100 rules and more than 64 KiB', () => {
    const rules = Array.from({ length: 101 }, (_, index) => `  - { name: r${index}, silence: 1h }`).join(
      '\n',
    );
    expect(issuesOf(`rules:\n${rules}`)).toEqual(['rules has 101 entries; the limit is 100']);
    expect(issuesOf(`rules: [] #${'é'.repeat(32_768)}`)).toEqual([
      'the file has 65547 bytes; the limit is 64 KiB',
    ]);
  });

  it('rejects aliases, which could grow, and names the quotes that a pattern needs', () => {
    const bomb = `a: &a [1, 1]\nb: &b [*a, *a]\nrules: [*b, *b]`;
    expect(issuesOf(bomb)).toEqual([
      ...['a', 'a', 'b', 'b'].map(
        (name) => `aliases are not supported: *${name}; put a pattern with * in quotes`,
      ),
    ]);
    expect(issuesOfRule('silence: 1h, stations: [*roof]')).toEqual([
      'aliases are not supported: *roof; put a pattern with * in quotes',
    ]);
  });

  it('rejects documents that are nested too deep', () => {
    for (const opening of ['[', '{', '- ', '{a: ', '? ', '? - ']) {
      expect(issuesOf(opening.repeat(65_000 / opening.length))).toEqual([
        'the file is nested more than 20 levels deep; expected at most 20',
      ]);
    }
  });

  it('throws nothing but a DocumentError, whatever the text', () => {
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
          expect(Array.isArray(issuesOf(text))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
