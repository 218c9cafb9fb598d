import { convertFromWireUnit, type Quantity, type UnitName } from '@weather/weather-schema';
import type { Measurements } from '../weather-model.ts';
import { drawOne } from './draw.ts';
import type { Fault } from './fault.ts';

const MS_PER_HOUR = 3_600_000;
const WHICH = 11;

/** An instrument and the unit that someone has set it to. */
const INSTRUMENTS: readonly { readonly quantities: readonly Quantity[]; readonly unit: UnitName }[] = [
  { quantities: ['temperature'], unit: '°F' },
  { quantities: ['windSpeed', 'windGust'], unit: 'mph' },
  { quantities: ['pressure'], unit: 'inHg' },
];

/** One instrument sends its values in another unit than that of the wire format: a wrong setting, for some hours. */
export const unitMixUp: Fault = {
  lasts: { minMs: MS_PER_HOUR, maxMs: 6 * MS_PER_HOUR },
  disturb: ({ salt }, { measured }) => {
    const measuring = INSTRUMENTS.filter(
      ({ quantities: [first] }) => first !== undefined && first in measured,
    );
    const instrument = drawOne(salt, WHICH, measuring);
    const values: Measurements = {};
    for (const quantity of instrument?.quantities ?? []) {
      const value = measured[quantity];
      if (value !== undefined && instrument !== undefined) {
        values[quantity] = convertFromWireUnit(quantity, value, instrument.unit);
      }
    }
    return { values };
  },
};
