import { patchFetchDecoder } from './decode-fetch-responses.ts';
import { patchProduceEncoder } from './encode-produce-requests.ts';
import { registerCodecs } from './register-codecs.ts';
import { resetReceiveBufferOnReconnect } from './reset-receive-buffer.ts';
import { stopIdlePolling } from './stop-idle-polling.ts';

/**
 * Installs the patches that change kafkajs itself, for every client of this process; doing so again changes nothing. The
 * others of this folder are used where they are needed. All are written against kafkajs 2.2.4, to which it is pinned.
 */
export function installPatches(): void {
  patchFetchDecoder();
  patchProduceEncoder();
  stopIdlePolling();
  resetReceiveBufferOnReconnect();
  registerCodecs();
}
