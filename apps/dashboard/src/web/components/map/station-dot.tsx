import { useComputed } from '@preact/signals';
import { toHref } from '../../lib/route.ts';
import { formatTemperature } from '../../lib/format.ts';
import { LABEL_OFFSET } from './label-layout.ts';
import { accessibleName, type LocatedStation, type MapModel } from './map-model.ts';
import { temperatureColour } from './temperature-colour.ts';

const RADIUS = 6;
const RING_RADIUS = 10;
/** A small triangle above the ring, for people who cannot distinguish the colours. */
export const ALERT_MARK = 'M0 -19 L5 -11 L-5 -11 Z';

interface DotProps {
  readonly model: MapModel;
  readonly located: LocatedStation;
}

/** A station on the map. Its signals are bound to attributes, so that a reading or the zoom does not render all dots again. */
export function StationDot({ model, located }: DotProps) {
  const { station, at } = located;
  const transform = useComputed(() => {
    const scale = model.scale.value;
    return `translate(${at[0] * scale} ${at[1] * scale})`;
  });
  const name = useComputed(() => accessibleName(station));
  const colour = useComputed(() => temperatureColour(station.temperature) ?? 'none');
  return (
    <g transform={transform}>
      <a
        href={toHref({ view: 'station', station: station.id })}
        aria-label={name}
        class="dot"
        onFocus={() => model.show(at)}
      >
        <title>{name}</title>
        <AlertMark located={located} />
        <circle class="dot-point" r={RADIUS} fill={colour} />
        <DotLabel model={model} located={located} />
      </a>
    </g>
  );
}

function AlertMark({ located: { station } }: Pick<DotProps, 'located'>) {
  const hasAlert = useComputed(() => station.alerts.value.length > 0).value;
  if (!hasAlert) return null;
  return (
    <>
      <circle class="dot-ring" r={RING_RADIUS} />
      <path class="dot-mark" d={ALERT_MARK} />
    </>
  );
}

function DotLabel({ model, located: { station } }: DotProps) {
  const side = useComputed(() => model.labels.value.get(station.id)).value;
  const temperature = useComputed(() => formatTemperature(station.temperature));
  if (!side) return null;
  return (
    <text
      class="dot-label"
      x={side === 'right' ? LABEL_OFFSET : -LABEL_OFFSET}
      y="0"
      dominant-baseline="central"
      text-anchor={side === 'right' ? 'start' : 'end'}
    >
      {station.name} <tspan class="dot-value">{temperature}</tspan>
    </text>
  );
}
