import { StationList } from './station-list.tsx';

export function StationsView() {
  return (
    <>
      <h1 class="visually-hidden">Stations</h1>
      <StationList />
    </>
  );
}
