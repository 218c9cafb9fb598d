import { describe, expect, it } from '@jest/globals';
import { IsString, ValidateNested } from 'class-validator';
import { findDocumentIssues, instantiate, isObject } from './document-faults.ts';
import { HasExactlyOneOf } from './document-rules.ts';

class Leaf {
  @IsString({ message: 'must be a text' })
  name!: string;
}

class Tree {
  @HasExactlyOneOf('name', 'id')
  @ValidateNested()
  root!: Leaf;

  @ValidateNested({ each: true })
  leaves: readonly Leaf[] = [];
}

function faultsOf(document: { root?: unknown; leaves?: readonly unknown[] }): string[] {
  const tree = Object.assign(new Tree(), document);
  tree.root = instantiate(Leaf, tree.root);
  tree.leaves = tree.leaves.map((leaf) => instantiate(Leaf, leaf));
  return findDocumentIssues(tree).map(({ path, problem }) => `${path} ${problem}`);
}

describe('findDocumentIssues', () => {
  it('finds none in what follows the rules', () => {
    expect(faultsOf({ root: { name: 'a' }, leaves: [{ name: 'b' }] })).toEqual([]);
  });

  it('names all faults with their paths, in lists too, and what is unknown', () => {
    const faults = faultsOf({ root: {}, leaves: [{ name: 'b' }, { name: 3, colour: 'green' }] });
    expect(faults.sort()).toEqual([
      'leaves[1].colour is unknown',
      'leaves[1].name must be a text',
      'root must be an object with either "name" or "id"',
      'root.name must be a text',
    ]);
  });
});

describe('instantiate', () => {
  it.each([null, 'text', 3, undefined])('leaves %p to the rules of its parent', (value) => {
    expect(instantiate(Leaf, value as unknown as Leaf)).toBe(value);
    expect(isObject(value)).toBe(false);
  });
});
