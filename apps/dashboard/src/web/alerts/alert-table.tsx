import type { Alert } from '../../contract/alerts.ts';
import { Timestamp } from '../app/instant.tsx';
import { TableBox } from '../app/table-box.tsx';
import { formatCount } from '../format/count.ts';
import { StationLink } from '../stations/station-link.tsx';
import { alertKey } from './merge-alerts.ts';

const SYMBOLS: Readonly<Record<Alert['state'], string>> = { pending: '△', firing: '▲', resolved: '✓' };

export function AlertTable({ alerts }: { readonly alerts: readonly Alert[] }) {
  return (
    <TableBox label="Table of alerts">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Station</th>
          <th scope="col">Rule</th>
          <th scope="col">Severity</th>
          <th scope="col">Began</th>
          <th scope="col">Ended</th>
          <th scope="col" class="number">
            Peak
          </th>
          <th scope="col" class="number">
            Readings
          </th>
          <th scope="col">Acknowledged</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <AlertRow key={alertKey(alert)} alert={alert} />
        ))}
      </tbody>
    </TableBox>
  );
}

function AlertRow({ alert }: { readonly alert: Alert }) {
  const { state, rule, severity, startedAt, resolvedAt, peakValue, readings, acknowledgedBy } = alert;
  return (
    <tr data-state={state}>
      <td>
        <span class={`tag tag-${state}`}>
          {SYMBOLS[state]} {state}
        </span>
      </td>
      <th scope="row" class="station-cell">
        <StationLink id={alert.station} />
      </th>
      <td>{rule}</td>
      <td>{severity}</td>
      <td class="instant">
        <Timestamp at={Date.parse(startedAt)} />
      </td>
      <td class="instant">{resolvedAt === null ? '–' : <Timestamp at={Date.parse(resolvedAt)} />}</td>
      <td class="number">{String(peakValue).replace('-', '−')}</td>
      <td class="number">{formatCount(readings)}</td>
      <td>{acknowledgedBy ?? '–'}</td>
    </tr>
  );
}
