import { hrefOf } from '../app/route.ts';
import { formatTemperature } from '../format/quantities.ts';
import { LABEL_OFFSET } from './label-layout.ts';
import { accessibleName, type MapModel, type PlacedStation } from './map-model.ts';
import { temperatureColour } from './temperature-colour.ts';

const RADIUS = 6;
const RING_RADIUS = 10;
/** A small triangle above the ring, for eyes that do not tell the colours apart. */
const ALERT_MARK = 'M0 -19 L5 -11 L-5 -11 Z';

/** A station on the map: a link to its plots. */
export function StationDot({ model, placed }: { readonly model: MapModel; readonly placed: PlacedStation }) {
  const { station, at } = placed;
  const scale = model.scale.value;
  const name = accessibleName(station);
  const hasAlert = station.alerts.value.length > 0;
  return (
    <g transform={`translate(${at[0] * scale} ${at[1] * scale})`}>
      <a
        href={hrefOf({ view: 'station', station: station.id })}
        aria-label={name}
        class="dot"
        data-alert={hasAlert}
      >
        <title>{name}</title>
        {hasAlert && <circle class="dot-ring" r={RING_RADIUS} />}
        {hasAlert && <path class="dot-mark" d={ALERT_MARK} />}
        <circle class="dot-point" r={RADIUS} fill={temperatureColour(station.temperature) ?? 'none'} />
        <DotLabel model={model} placed={placed} />
      </a>
    </g>
  );
}

function DotLabel({ model, placed }: { readonly model: MapModel; readonly placed: PlacedStation }) {
  const { station } = placed;
  const side = model.labels.value.get(station.id);
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
