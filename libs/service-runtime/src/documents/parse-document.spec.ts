import { describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { findIssues } from '../testing/find-issues.ts';
import {
  AnyOf,
  ExactlyOneOf,
  expected,
  ListOf,
  MatchesPredicate,
  MayBeAbsent,
  Nested,
} from './document-rules.ts';
import { parseDocument } from './parse-document.ts';

@ExactlyOneOf('name', 'id')
class Leaf {
  @MayBeAbsent()
  @IsString(expected('a text'))
  name?: string;

  @MayBeAbsent()
  @MatchesPredicate((id) => id === 1, '1', { hideValue: true })
  id?: number;
}

@AnyOf('root', 'leaves')
class Tree {
  @MayBeAbsent()
  @Nested(Leaf, 'an object with name or id')
  root?: Leaf;

  @ListOf(Leaf, { expected: 'a list of leaves', max: 3, unique: 'name' })
  leaves: readonly Leaf[] = [];

  @ListOf(
    { matches: (value) => typeof value === 'string', expected: 'a text' },
    { expected: 'texts', max: 2 },
  )
  texts: readonly string[] = [];
}

const parseTree = (text: string): Tree => parseDocument(Tree, text, { contents: 'leaves' });
const parseJsonTree = (text: string): Tree =>
  parseDocument(Tree, text, { contents: 'leaves', format: 'json', maxKib: 1 });
const issuesOf = (text: string): string[] => findIssues(parseTree, text);

describe('parseDocument', () => {
  it('gives instances with the defaults of what is left out', () => {
    const tree = parseTree('root: { name: a }\nleaves: [{ id: 1 }]');
    expect(tree).toBeInstanceOf(Tree);
    expect(tree.root).toBeInstanceOf(Leaf);
    expect(tree).toEqual({ root: { name: 'a' }, leaves: [{ id: 1 }], texts: [] });
  });

  it('reads JSON, with and without a byte order mark', () => {
    for (const text of ['{"texts": ["a"]}', '\ufeff{"texts": ["a"]}']) {
      expect(parseTree(text).texts).toEqual(['a']);
      expect(parseJsonTree(text).texts).toEqual(['a']);
    }
  });

  it('names every issue with its place, the value and what is expected', () => {
    const text = 'leaves: [{ name: b }, { name: 3, colour: green }, {}]\nroot: { id: secret }\ntexts: [a, 5]';
    expect(issuesOf(text)).toEqual([
      'root.id is invalid; expected 1',
      'leaves[1].colour is unknown; expected name or id',
      'leaves[1].name is 3; expected a text',
      'leaves[2] has none of name, id; expected exactly one',
      'texts[1] is 5; expected a text',
    ]);
    expect(issuesOf('leaves: [{ name: b }, { name: b }]\ntexts: [a, b, c]')).toEqual([
      'leaves[1].name is "b", as is leaves[0].name; expected a unique name',
      'texts has 3 entries; the limit is 2',
    ]);
    expect(issuesOf('leaves:\nroot: 5')).toEqual([
      'root is 5; expected an object with name or id',
      'leaves is missing; expected a list of leaves',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('refuses the key %s', (key) => {
    expect(issuesOf(`${key}: { name: a }\nleaves: 5`)).toEqual([
      `${key} is unknown; expected root, leaves or texts`,
      'leaves is 5; expected a list of leaves',
    ]);
  });

  it.each([
    ['', 'the file is empty; it must contain leaves'],
    ['- 1', 'the file is [1]; it must contain leaves'],
    ['leaves: *a', 'aliases are not supported: *a; put a pattern with * in quotes'],
    [
      `leaves: [${'*a, '.repeat(100)}]\na: &a 5`,
      'aliases are not supported: *a; put a pattern with * in quotes',
    ],
    ['a: &a [1, 1]\nb: [*a]', 'aliases are not supported: *a; put a pattern with * in quotes'],
    ['[a]: 1', 'a key is a list or an object; expected a name'],
    [`#${' '.repeat(65_536)}`, 'the file has 65537 bytes; the limit is 64 KiB'],
  ])('refuses %j', (text, issue) => {
    expect(issuesOf(text)[0]).toEqual(issue);
    expect(issuesOf(text).length).toBeLessThanOrEqual(5);
  });

  it.each([
    ...['[', '{', '- ', '{a: ', '? ', '? - '].map((opening) => opening.repeat(60_000 / opening.length)),
    Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}-`).join('\n'),
  ])('refuses what is nested too deep', (text) => {
    expect(issuesOf(text)).toEqual(['the file is nested more than 20 levels deep; expected at most 20']);
  });

  it('refuses long and malformed JSON', () => {
    expect(findIssues(parseJsonTree, ' '.repeat(1_025))).toEqual([
      'the file has 1025 bytes; the limit is 1 KiB',
    ]);
    expect(findIssues(parseJsonTree, '{')[0]).toMatch(/^invalid JSON: /);
    expect(findIssues(parseJsonTree, '['.repeat(1_000))[0]).toContain('nested more than 20 levels deep');
  });
});
