import { theme, type Theme } from './theme.ts';

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
