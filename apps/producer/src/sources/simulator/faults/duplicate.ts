import type { Fault } from './fault.ts';

/** The same reading is sent twice: an acknowledgement was lost. */
export const duplicate: Fault = {
  disturb: () => ({ copies: 2 }),
};
