export function AlertAnnouncer() {
  return null;
}
