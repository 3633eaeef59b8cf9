import type {
  RedirectAction as EnvoyRedirect,
  RedirectAction_Fields,
  RedirectAction_RedirectResponseCode,
} from 'envoy-config-types/envoy/config/route/v3';
import type { PathMatch } from '../../../ir/match.js';
import type { RedirectAction } from '../../../ir/route.js';
import { pathRewrite } from './path-rewrite.js';

const responseCodes = {
  301: 'MOVED_PERMANENTLY',
  302: 'FOUND',
  303: 'SEE_OTHER',
  307: 'TEMPORARY_REDIRECT',
  308: 'PERMANENT_REDIRECT',
} as const satisfies Record<RedirectAction['status'], RedirectAction_RedirectResponseCode>;

/** A redirect. Envoy: `config.route.v3.RedirectAction`. */
export function redirectAction(action: RedirectAction, matched: PathMatch | undefined): EnvoyRedirect {
  const { path } = action;
  const pathFields =
    path === undefined ? {} : path.kind === 'full' ? { path_redirect: path.path } : pathRewrite(path, matched);
  const fields: RedirectAction_Fields & typeof pathFields = {
    response_code: responseCodes[action.status],
    ...(action.host === undefined ? {} : { host_redirect: action.host }),
    ...(action.port === undefined ? {} : { port_redirect: action.port }),
    ...(action.stripQuery ? { strip_query: true } : {}),
    ...pathFields,
  };
  return action.scheme === undefined ? fields : { ...fields, scheme_redirect: action.scheme };
}
