import { StationMap } from '../map/station-map.tsx';
import { StationList } from './station-list.tsx';
import './stations.css';

export function StationsView() {
  return (
    <>
      <h1 class="visually-hidden">Stations</h1>
      <StationMap />
      <StationList />
    </>
  );
}
