import { expect, it } from '@jest/globals';
import { readyWhileUp } from './ready-while-up.ts';

it('is ready while the service answers, and names it while it does not', () => {
  const service = { isUp: true, service: 'MySQL at db:3306' };
  const check = readyWhileUp(service);
  expect(check()).toEqual({ ok: true, detail: 'ok' });
  service.isUp = false;
  expect(check()).toEqual({ ok: false, detail: 'waiting for MySQL at db:3306' });
});
