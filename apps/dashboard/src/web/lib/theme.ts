import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'theme';

/** The chosen theme; auto follows the system. */
export const theme = signal<Theme>('auto');

/** Incremented whenever the colours change, for drawings on a canvas. */
export const colourChanges = signal(0);

/** Applies the theme of the last visit and saves changes. */
export function startTheme(): void {
  const saved = localStorage.getItem(KEY);
  theme.value = saved === 'light' || saved === 'dark' ? saved : 'auto';
  effect(() => {
    localStorage.setItem(KEY, theme.value);
    document.documentElement.dataset['theme'] = theme.value;
    colourChanges.value = colourChanges.peek() + 1;
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (colourChanges.value += 1));
}
