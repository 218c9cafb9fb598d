import type { FaultName } from '@weather/weather-schema';
import { clockSkew } from './clock-skew.ts';
import { drift } from './drift.ts';
import { duplicate } from './duplicate.ts';
import type { Fault } from './fault.ts';
import { gap } from './gap.ts';
import { late } from './late.ts';
import { outOfOrder } from './out-of-order.ts';
import { spike } from './spike.ts';
import { stuck } from './stuck.ts';
import { unitMixUp } from './unit-mix-up.ts';

export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  spike,
  stuck,
  drift,
  'unit-mix-up': unitMixUp,
  'clock-skew': clockSkew,
  gap,
  late,
  'out-of-order': outOfOrder,
  duplicate,
};
