const DEADLINE_MS = 60_000;
const EVENT_END = '\n\n';

/**
 * Waits for the first event with a name on a stream of server-sent events and returns its data.
 * @throws Error if there is none within a minute or before the stream ends.
 */
export async function firstEvent<T>(url: string, name: string): Promise<T> {
  const { body, status } = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (body === null) throw new Error(`${url} responded ${status} without a body`);
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const events = text.split(EVENT_END);
    text = events.pop() ?? '';
    const found = events.find((event) => readField(event, 'event') === name);
    if (found !== undefined) return JSON.parse(readField(found, 'data')) as T;
  }
  throw new Error(`${url} ended without an event "${name}"`);
}

function readField(event: string, field: string): string {
  const line = event.split('\n').find((candidate) => candidate.startsWith(`${field}:`));
  return line?.slice(field.length + 1).trim() ?? '';
}
