import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findAnchors, findBrokenLinks, findMarkdownFiles } from '../../support/docs/markdown-links.ts';
import { WORKSPACE } from '../../support/stack/workspace.ts';

const files = findMarkdownFiles(WORKSPACE);

describe('the documentation', () => {
  it('includes the README, the guides and the READMEs of the projects', () => {
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'docs/architecture.md', 'apps/consumer/README.md']),
    );
  });

  it.each(files)('%s has no broken relative link or anchor', (file) => {
    expect(findBrokenLinks(WORKSPACE, file)).toEqual([]);
  });
});

describe('findBrokenLinks', () => {
  it('finds missing files and anchors, and ignores code and other sites', () => {
    const folder = mkdtempSync(join(tmpdir(), 'links-'));
    writeFileSync(join(folder, 'other.md'), '## A heading\n');
    const links = [
      'other.md',
      'other.md#a-heading',
      '#top',
      'https://example.com/x',
      'gone.md',
      'other.md#gone',
      '#gone',
    ];
    const text = [
      '# Top',
      ...links.map((link) => `[text](${link})`),
      '`[code](code.md)`',
      '<img src="gone.png" />',
    ];
    writeFileSync(join(folder, 'page.md'), text.join('\n'));
    expect(findBrokenLinks(folder, 'page.md')).toEqual(['gone.md', 'other.md#gone', '#gone', 'gone.png']);
    rmSync(folder, { recursive: true });
  });
});

describe('findAnchors', () => {
  it('numbers repeated headings, drops punctuation and ignores code', () => {
    const anchors = findAnchors('# A `b`: c?\n## A b c\n```sh\n# no heading\n```\n## [Link](x.md) & more\n');
    expect([...anchors]).toEqual(['a-b-c', 'a-b-c-1', 'link--more']);
  });
});
