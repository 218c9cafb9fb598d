import { Crowd, type CrowdSize } from './crowd.ts';

/** What the process is asked for; it answers with `true`, a `ReadersReport` or an `Outcome`. */
export type CrowdRequest =
  | { readonly kind: 'join'; readonly address: string; readonly size: CrowdSize }
  | { readonly kind: 'readers saw'; readonly readings: number }
  | { readonly kind: 'idle were told' };

const crowd = new Crowd();

process.on('message', (request: CrowdRequest) => {
  void answer(request).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());

async function answer(request: CrowdRequest): Promise<unknown> {
  if (request.kind === 'readers saw') return await crowd.readersSaw(request.readings);
  if (request.kind === 'idle were told') return await crowd.idleWereTold();
  await crowd.join(request.address, request.size);
  return true;
}
