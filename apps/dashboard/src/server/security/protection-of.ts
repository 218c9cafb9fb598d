import type { DashboardConfig } from '../../dashboard-config.ts';
import { allowedHosts as toHosts } from './host-check.ts';
import type { Protection } from './protect.ts';

/** How the settings want the server to be protected. */
export function toProtection({
  host,
  allowedHosts,
  requestsPerMinute,
  trustedProxies,
  user,
  password,
}: Readonly<DashboardConfig>): Protection {
  return {
    hosts: toHosts(host, allowedHosts),
    requestsPerMinute,
    trustedProxies: trustedProxies.filter((network) => network !== ''),
    login: password === undefined ? undefined : { user, password },
  };
}
