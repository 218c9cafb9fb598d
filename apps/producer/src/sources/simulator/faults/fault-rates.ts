import { FAULT_NAMES, type FaultName } from '@weather/weather-schema';
import { ValidateBy } from 'class-validator';

/** The rate per reading, above 0 up to 1, at which each fault begins; missing faults never begin. */
export type FaultRates = ReadonlyMap<FaultName, number>;

export const FAULT_RATES_ALLOWED = `faults and their rates from 0 to 1, each once, such as spike=0.001,late=0.01; available: ${FAULT_NAMES.join(', ')}`;

/** @returns the rates of a text such as `spike=0.001,late=0.01`, undefined for an invalid text. */
export function parseFaultRates(text: string): FaultRates | undefined {
  const rates = new Map<FaultName, number>();
  for (const item of text.split(',')) {
    const [name, rateText = '', ...rest] = item.trim().split('=');
    const fault = FAULT_NAMES.find((known) => known === name);
    const rate = rateText.trim() === '' ? Number.NaN : Number(rateText);
    if (fault === undefined || rates.has(fault) || rest.length > 0 || !(rate >= 0 && rate <= 1))
      return undefined;
    rates.set(fault, rate);
  }
  return new Map([...rates].filter(([, rate]) => rate > 0));
}

/** Validates that `parseFaultRates` accepts a setting. */
export function IsFaultRates(): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && parseFaultRates(value) !== undefined;
  return ValidateBy({ name: 'isFaultRates', validator: { validate } });
}
