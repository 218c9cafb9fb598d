import { useComputed } from '@preact/signals';
import { hrefOf } from '../app/route.ts';
import { formatTemperature } from '../format/quantities.ts';
import { LABEL_OFFSET } from './label-layout.ts';
import { accessibleName, type MapModel, type PlacedStation } from './map-model.ts';
import { temperatureColour } from './temperature-colour.ts';

const RADIUS = 6;
const RING_RADIUS = 10;
/** A small triangle above the ring, for eyes that do not tell the colours apart. */
const ALERT_MARK = 'M0 -19 L5 -11 L-5 -11 Z';

interface DotProps {
  readonly model: MapModel;
  readonly placed: PlacedStation;
}

/** A station on the map: a link to its plots. What is computed changes less often than the readings come. */
export function StationDot({ model, placed }: DotProps) {
  const { station, at } = placed;
  const scale = model.scale.value;
  return (
    <g transform={`translate(${at[0] * scale} ${at[1] * scale})`}>
      <DotLink model={model} placed={placed} name={useComputed(() => accessibleName(station)).value} />
    </g>
  );
}

function DotLink({ model, placed, name }: DotProps & { readonly name: string }) {
  const { station, at } = placed;
  const hasAlert = useComputed(() => station.alerts.value.length > 0).value;
  const colour = useComputed(() => temperatureColour(station.temperature)).value;
  return (
    <a
      href={hrefOf({ view: 'station', station: station.id })}
      aria-label={name}
      class="dot"
      onFocus={() => model.show(at)}
    >
      <title>{name}</title>
      {hasAlert && <circle class="dot-ring" r={RING_RADIUS} />}
      {hasAlert && <path class="dot-mark" d={ALERT_MARK} />}
      <circle class="dot-point" r={RADIUS} fill={colour ?? 'none'} />
      <DotLabel model={model} placed={placed} />
    </a>
  );
}

function DotLabel({ model, placed }: DotProps) {
  const { station } = placed;
  const side = useComputed(() => model.labels.value.get(station.id)).value;
  if (!side) return null;
  return (
    <text
      class="dot-label"
      x={side === 'right' ? LABEL_OFFSET : -LABEL_OFFSET}
      y="0"
      dominant-baseline="central"
      text-anchor={side === 'right' ? 'start' : 'end'}
    >
      {station.name} <tspan class="dot-value">{formatTemperature(station.temperature)}</tspan>
    </text>
  );
}
