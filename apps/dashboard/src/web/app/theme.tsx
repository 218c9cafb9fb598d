import { effect, signal } from '@preact/signals';

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const LABELS: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };
const SYMBOLS: Readonly<Record<Theme, string>> = { auto: '◐', light: '☀', dark: '☾' };

/** Goes round: as the system, light, dark. */
export function ThemeButton() {
  const chosen = theme.value;
  return (
    <button
      type="button"
      class="theme-button"
      aria-label={`Colours: ${LABELS[chosen]}; change to ${LABELS[NEXT[chosen]]}`}
      onClick={() => (theme.value = NEXT[chosen])}
    >
      <span aria-hidden="true">{SYMBOLS[chosen]}</span> {LABELS[chosen]}
    </button>
  );
}

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
