import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'theme';

/** What the viewer has chosen; auto follows the system. */
export const theme = signal<Theme>('auto');

/** Counts changes of the colours that are shown, for what draws them itself. */
export const colourChanges = signal(0);

/** Takes up the choice of the last visit, shows it and keeps what follows. */
export function startTheme(): void {
  theme.value = parseTheme(localStorage.getItem(KEY));
  effect(() => {
    localStorage.setItem(KEY, theme.value);
    document.documentElement.dataset['theme'] = theme.value;
    colourChanges.value = colourChanges.peek() + 1;
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (colourChanges.value += 1));
}

function parseTheme(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto';
}
