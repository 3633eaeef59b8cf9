import type { VirtualHost } from 'envoy-config-types/envoy/config/route/v3';

/** Name of the route that answers requests to hosts that the caller does not declare. */
export const undeclaredRoute = 'undeclared';

/**
 * Answers requests to hosts that the caller does not declare, in words that lead to the missing line of the program.
 * Envoy: `DirectResponseAction`.
 */
export function undeclaredHost(caller: string): VirtualHost {
  return {
    name: 'undeclared',
    domains: ['*'],
    routes: [
      {
        name: undeclaredRoute,
        match: { prefix: '/' },
        direct_response: {
          status: 502,
          body_format: {
            text_format_source: {
              inline_string: `meshwright: service "${caller}" does not declare a call to "%REQ(:AUTHORITY)%"\n`,
            },
          },
        },
      },
    ],
  };
}
