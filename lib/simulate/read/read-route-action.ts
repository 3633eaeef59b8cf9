import type { SubstitutionFormatString } from 'envoy-config-types/envoy/config/core/v3';
import type {
  DirectResponseAction as DirectResponse,
  RedirectAction,
  Route,
} from 'envoy-config-types/envoy/config/route/v3';
import { parseTextTemplate } from '../headers/parse-text-template.js';
import type { DirectResponseAction, RouteAction } from '../route/route-action.js';
import type { Note } from './note.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readForwardAction, type InheritedForwarding } from './read-forward-action.js';
import { readPathRewrite } from './read-path-rewrite.js';

const statusByCode = {
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
};
const knownOfRedirect = new Set([
  'host_redirect',
  'port_redirect',
  'response_code',
  'strip_query',
  'https_redirect',
  'scheme_redirect',
  'path_redirect',
  'prefix_rewrite',
  'regex_rewrite',
]);
const knownOfFormat = new Set(['text_format', 'text_format_source', 'omit_empty_values', 'content_type']);
const knownOfResponse = new Set(['status', 'body', 'body_format']);

/** Reads what a route does. */
export function readRouteAction(route: Route, inherited: InheritedForwarding, note: Note): RouteAction {
  const below =
    (name: string): Note =>
    (field) => {
      note(`${name}.${field}`);
    };
  if (route.route !== undefined) return readForwardAction(route.route, inherited, below('route'));
  if (route.redirect !== undefined) return readRedirect(route.redirect, below('redirect'));
  if (route.direct_response !== undefined) return readResponse(route.direct_response, below('direct_response'));
  note(route.filter_action === undefined ? 'non_forwarding_action' : 'filter_action');
  return { kind: 'unknown' };
}

function readRedirect(redirect: RedirectAction, note: Note): RouteAction {
  noteUnknownFields(redirect, knownOfRedirect, note);
  const { scheme_redirect: scheme = '', host_redirect: host = '', path_redirect: path = '' } = redirect;
  return {
    kind: 'redirect',
    status: statusByCode[redirect.response_code ?? 'MOVED_PERMANENTLY'],
    scheme: scheme !== '' ? scheme : redirect.https_redirect === true ? 'https' : undefined,
    host: host === '' ? undefined : host,
    port: redirect.port_redirect === 0 ? undefined : redirect.port_redirect,
    fullPath: path === '' ? undefined : path,
    path: readPathRewrite(redirect),
    stripQuery: redirect.strip_query === true,
  };
}

function readResponse(response: DirectResponse, note: Note): RouteAction {
  noteUnknownFields(response, knownOfResponse, note);
  const { status, body } = response;
  if (body !== undefined && body.inline_string === undefined) note('body');
  return {
    kind: 'direct-response',
    status,
    body: body?.inline_string ?? '',
    format: response.body_format === undefined ? undefined : readFormat(response.body_format, note),
  };
}

function readFormat(format: SubstitutionFormatString, note: Note): DirectResponseAction['format'] {
  noteUnknownFields(format, knownOfFormat, (field) => {
    note(`body_format.${field}`);
  });
  const text = format.text_format ?? format.text_format_source?.inline_string;
  const template = parseTextTemplate(text ?? '');
  if (text === undefined || template.some(({ kind }) => kind === 'unknown')) note('body_format');
  return { template, missing: format.omit_empty_values === true ? '' : '-' };
}
