import { readFileSync } from 'node:fs';

const ROOT = new URL('../../../../../', import.meta.url);

/** The apps whose READMEs have a table of settings; a test of each app compares it with its declarations. */
const APPS = [
  'launcher',
  'producer',
  'consumer',
  'dashboard',
  'notifier',
  'maintenance',
  'migrator',
  'cli',
] as const;

interface Setting {
  readonly apps: string[];
  /** The apps by default and description: a variable may have another default in another app. */
  readonly variants: Map<string, string[]>;
}

/** docs/settings.md: every variable once, with its apps, defaults and descriptions, from the READMEs of the apps. */
export function formatSettingsPage(root: URL = ROOT): string {
  const settings = new Map<string, Setting>();
  for (const app of APPS) {
    const readme = readFileSync(new URL(`apps/${app}/README.md`, root), 'utf8');
    for (const cells of readSettings(readme)) addRow(settings, app, cells);
  }
  const names = [...settings.keys()].sort((a, b) => (a.replaceAll('`', '') < b.replaceAll('`', '') ? -1 : 1));
  const rows = names.map((name) => formatRow(name, settings.get(name) as Setting));
  return [
    '# Settings',
    '',
    'Every environment variable of every app. `npx nx run pipeline-e2e:settings` writes this page from the READMEs of the apps,',
    'which tests compare with the declarations in the code. A secret can also be read from a file: `NAME_FILE`.',
    '',
    '| variable | apps | default | description |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** The cells of the rows of settings: name, default, description. */
function readSettings(readme: string): string[][] {
  const rows = readme.split('\n').filter((line) => /^\| `[A-Z_]+`/.test(line));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

function addRow(settings: Map<string, Setting>, app: string, [name = '', ...rest]: string[]): void {
  const setting = settings.get(name) ?? { apps: [], variants: new Map<string, string[]>() };
  const variant = rest.join(' | ');
  setting.apps.push(app);
  setting.variants.set(variant, [...(setting.variants.get(variant) ?? []), app]);
  settings.set(name, setting);
}

function formatRow(name: string, { apps, variants }: Setting): string {
  const cells = [...variants].map(([variant, owners]) => {
    const [defaultText = '', description = ''] = variant.split(' | ');
    return { defaultText, description, owners: owners.join(', ') };
  });
  return `| ${name} | ${apps.join(', ')} | ${merge(cells, 'defaultText')} | ${merge(cells, 'description')} |`;
}

/** The value, or each of several with its apps. */
function merge(
  cells: readonly { readonly defaultText: string; readonly description: string; readonly owners: string }[],
  key: 'defaultText' | 'description',
): string {
  const owners = new Map<string, string[]>();
  for (const cell of cells) owners.set(cell[key], [...(owners.get(cell[key]) ?? []), cell.owners]);
  if (owners.size === 1) return cells[0]?.[key] ?? '';
  return [...owners].map(([value, apps]) => `${value || 'none'} (${apps.join(', ')})`).join('; ');
}
