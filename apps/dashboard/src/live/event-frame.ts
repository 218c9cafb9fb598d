import type { LiveEventName, LiveEvents } from '../contract/events.ts';

/** How soon a browser comes back after a broken connection, in milliseconds. */
const RETRY_MS = 1_000;

/** An event by its number in a run of the dashboard. */
export interface EventId {
  readonly instanceId: string;
  readonly number: number;
}

/** An event as a server-sent event; JSON holds no line break, so that its data is one line. */
export function eventFrame<N extends LiveEventName>(
  { instanceId, number }: EventId,
  name: N,
  data: LiveEvents[N],
): Buffer {
  return Buffer.from(`id: ${instanceId}-${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** The greeting of a viewer. It carries the position of the viewer, so that one that breaks off after it misses nothing. */
export function connectedFrame(position: EventId, resumed: boolean): Buffer {
  return Buffer.concat([Buffer.from(`retry: ${RETRY_MS}\n`), eventFrame(position, 'connected', { resumed })]);
}

/** What `Last-Event-ID` says; undefined when it is no id of ours. */
export function parseEventId(id: string): EventId | undefined {
  const [, instanceId, digits] = /^([0-9a-z]+)-(\d{1,15})$/.exec(id) ?? [];
  return instanceId === undefined ? undefined : { instanceId, number: Number(digits) };
}
