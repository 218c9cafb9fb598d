import type { DashboardConfig } from '../../dashboard-config.ts';
import { allowedHosts as hostsOf } from './host-check.ts';
import type { Protection } from './protect.ts';

/** How the settings want the server to be protected. */
export function protectionOf({
  host,
  allowedHosts,
  requestsPerMinute,
  trustedProxies,
  user,
  password,
}: Readonly<DashboardConfig>): Protection {
  return {
    hosts: hostsOf(host, allowedHosts),
    requestsPerMinute,
    trustedProxies: trustedProxies.filter((network) => network !== ''),
    login: password === undefined ? undefined : { user, password },
  };
}
