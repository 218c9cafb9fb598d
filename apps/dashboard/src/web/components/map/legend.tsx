import { ALERT_MARK } from './station-dot.tsx';
import { COLOUR_STEPS } from './temperature-colour.ts';

const WIDTH = 34;
const HEIGHT = 12;
const TEXT_HEIGHT = 16;

/** Explains the colours and the alert marker. */
export function Legend() {
  const width = COLOUR_STEPS.length * WIDTH;
  return (
    <div class="legend">
      <svg
        class="legend-scale"
        viewBox={`0 0 ${width} ${HEIGHT + TEXT_HEIGHT}`}
        role="img"
        aria-label="Temperature scale in °C, from cold (blue) to hot (red)"
      >
        {COLOUR_STEPS.map(({ from, colour }, index) => (
          <g key={colour}>
            <rect x={index * WIDTH} y="0" width={WIDTH} height={HEIGHT} fill={colour} />
            {Number.isFinite(from) && (
              <text x={index * WIDTH} y={HEIGHT + TEXT_HEIGHT - 2} text-anchor="middle">
                {String(from).replace('-', '−')}
              </text>
            )}
          </g>
        ))}
      </svg>
      <span>°C</span>
      <span class="legend-alert">
        <svg width="22" height="26" viewBox="-11 -20 22 32" aria-hidden="true">
          <circle class="dot-ring" r="9" />
          <path class="dot-mark" d={ALERT_MARK} />
        </svg>
        alert
      </span>
    </div>
  );
}
