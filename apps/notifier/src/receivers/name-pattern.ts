const MAX_CHARACTERS = 64;
const SPECIAL = /[.+?^${}()|[\]\\]/g;

/** Whether a text may be a pattern of names: `*` stands for any characters, everything else for itself. */
export function isNamePattern(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text.length <= MAX_CHARACTERS;
}

/** Whether a name follows one of some patterns as a whole. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(name));
}

function expressionOf(pattern: string): RegExp {
  // Stars in a row say no more than one, and would make the search slow.
  const parts = pattern.split(/\*+/).map((part) => part.replace(SPECIAL, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
