import { effect, signal } from '@preact/signals';

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const LABELS: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };
const SYMBOLS: Readonly<Record<Theme, string>> = { auto: '◐', light: '☀', dark: '☾' };

/** Cycles through auto (as the system), light and dark. */
export function ThemeButton() {
  const chosen = theme.value;
  return (
    <button
      type="button"
      class="theme-button"
      aria-label={`Theme: ${chosen} (switch to ${NEXT[chosen]})`}
      onClick={() => (theme.value = NEXT[chosen])}
    >
      <span aria-hidden="true">{SYMBOLS[chosen]}</span> {LABELS[chosen]}
    </button>
  );
}

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'theme';

/** The chosen theme; auto follows the system. */
const theme = signal<Theme>('auto');

/** Incremented whenever the colours change, for drawings on a canvas. */
export const colourChanges = signal(0);

/** Applies the theme of the last visit and saves changes. */
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
