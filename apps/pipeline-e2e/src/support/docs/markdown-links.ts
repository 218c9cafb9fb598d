import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const CODE = /^```[\s\S]*?^```$|`[^`\n]*`/gm;
const LINKS = /\]\(([^()\s]+)\)|\b(?:src|srcset|href)="([^"\s]+)"/g;
const HEADINGS = /^#{1,6} (.+)$/gm;
const FENCES = /^```[\s\S]*?^```$/gm;
const EXTERNAL = /^[a-z][a-z\d+.-]*:/i;
const GENERATED = ['node_modules', 'dist', 'coverage'];

/** Lists the Markdown files of a folder, without generated ones. */
export function findMarkdownFiles(root: string): string[] {
  const exclude = (path: string): boolean => path.split(/[/\\]/).some((part) => GENERATED.includes(part));
  return globSync('**/*.md', { cwd: root, exclude })
    .filter((path) => !exclude(path))
    .sort();
}

/** Finds the relative links of a Markdown file whose file or anchor does not exist. */
export function findBrokenLinks(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(CODE, '');
  const links = [...text.matchAll(LINKS)].map(([, link, attribute]) => link ?? attribute ?? '');
  return links.filter((link) => !EXTERNAL.test(link) && !isValid(join(root, file), link));
}

function isValid(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), decodeURIComponent(path));
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return statSync(target).isFile() && findAnchors(readFileSync(target, 'utf8')).has(anchor);
}

/** Lists the anchors that GitHub gives the headings of a Markdown text. */
export function findAnchors(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of markdown.replaceAll(FENCES, '').matchAll(HEADINGS)) {
    const slug = slugify(heading);
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

function slugify(heading: string): string {
  return heading
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
