import { EventClients, type ClientCounts } from './event-clients.ts';

/** A request to the process, which responds with `true`, a `ReadersReport` or an `Outcome`. */
export type ClientsRequest =
  | { readonly kind: 'join'; readonly address: string; readonly size: ClientCounts }
  | { readonly kind: 'until readers received'; readonly readings: number }
  | { readonly kind: 'until stalled notified' };

const clients = new EventClients();

process.on('message', (request: ClientsRequest) => {
  void answer(request).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());

async function answer(request: ClientsRequest): Promise<unknown> {
  if (request.kind === 'until readers received') return await clients.untilReadersReceived(request.readings);
  if (request.kind === 'until stalled notified') return await clients.untilStalledNotified();
  await clients.join(request.address, request.size);
  return true;
}
