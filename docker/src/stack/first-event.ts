const DEADLINE_MS = 60_000;
const EVENT_END = '\n\n';

/**
 * The data of the first event of that name on a stream of server-sent events.
 * @throws Error when none has come after a minute, or when the stream ends.
 */
export async function firstEvent<T>(url: string, name: string): Promise<T> {
  const { body, status } = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (body === null) throw new Error(`${url} answers ${status} without a body`);
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const events = text.split(EVENT_END);
    text = events.pop() ?? '';
    const found = events.find((event) => fieldOf(event, 'event') === name);
    if (found !== undefined) return JSON.parse(fieldOf(found, 'data')) as T;
  }
  throw new Error(`${url} has ended without an event "${name}"`);
}

function fieldOf(event: string, field: string): string {
  const line = event.split('\n').find((candidate) => candidate.startsWith(`${field}:`));
  return line?.slice(field.length + 1).trim() ?? '';
}
