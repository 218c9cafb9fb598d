import { HISTORY_LENGTH } from '../live/store.ts';
import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 240;
const HEIGHT = 40;

/** A value over the last five minutes. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  return (
    <svg
      class="sparkline"
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label} over the last five minutes`}
    >
      <path d={sparklinePath(values, { width: WIDTH, height: HEIGHT, length: HISTORY_LENGTH })} />
    </svg>
  );
}
