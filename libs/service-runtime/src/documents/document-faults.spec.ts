import { describe, expect, it } from '@jest/globals';
import { IsString, ValidateNested } from 'class-validator';
import { documentFaults, documentPart, isDocumentObject } from './document-faults.ts';
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
  tree.root = documentPart(Leaf, tree.root);
  tree.leaves = tree.leaves.map((leaf) => documentPart(Leaf, leaf));
  return documentFaults(tree).map(({ path, problem }) => `${path} ${problem}`);
}

describe('documentFaults', () => {
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

describe('documentPart', () => {
  it.each([null, 'text', 3, undefined])('leaves %p to the rules of its parent', (value) => {
    expect(documentPart(Leaf, value as unknown as Leaf)).toBe(value);
    expect(isDocumentObject(value)).toBe(false);
  });
});
