import type { DeadLetterTopic } from './dead-letter-topic.ts';
import { formatLetter, letterJson } from './format-letter.ts';
import { isSelected, type DeadLettersRequest } from './letter-filter.ts';

type ListRequest = Extract<DeadLettersRequest, { name: 'list' }>;

/** Prints the letters that are meant, and for people how many they are. */
export async function listLetters(
  topic: Pick<DeadLetterTopic, 'redriven' | 'letters'>,
  { filter, limit, json }: ListRequest,
  print: (text: string) => void,
): Promise<void> {
  const redriven = await topic.redriven();
  let shown = 0;
  for await (const letter of topic.letters()) {
    if (shown >= limit) break;
    if (!isSelected(filter, letter)) continue;
    shown += 1;
    const redrivenAt = redriven.get(letter.identity);
    print(json ? letterJson(letter, redrivenAt) : `${formatLetter(letter, redrivenAt)}\n`);
  }
  if (!json) print(`${shown} dead ${shown === 1 ? 'letter' : 'letters'}\n`);
}
