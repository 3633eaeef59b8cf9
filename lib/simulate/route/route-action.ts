import type { TextTemplate } from '../headers/text-template.js';
import type { HeaderMutations } from '../headers/header-mutations.js';
import type { RegexRewrite } from '../path/replace-by-regex.js';
import type { Rational } from '../rational/rational.js';
import type { ClusterName } from './cluster-name.js';
import type { HashKey } from './hash-key.js';
import type { MirrorRule } from './mirror-rule.js';
import type { RetryRule } from './retry-rule.js';

/** A change of a path: of what the route's own condition matched, or of all of it by a regular expression. */
export type PathRewrite =
  | { readonly kind: 'prefix'; readonly replacement: string }
  | { readonly kind: 'regex'; readonly rewrite: RegexRewrite };

/** Where the new authority of a request comes from. */
export type HostRewrite =
  | { readonly kind: 'literal'; readonly host: string }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'path-regex'; readonly rewrite: RegexRewrite };

/** One of the clusters that share a route's requests. */
export interface WeightedChoice {
  readonly cluster: ClusterName;
  readonly probability: Rational;
  readonly weight: number;
  readonly requestMutations: HeaderMutations;
  readonly responseMutations: HeaderMutations;
  readonly host: string | undefined;
}

/** Sends a request on. */
export interface ForwardAction {
  readonly kind: 'forward';
  /** One choice for a route without weights; its probability is 1. */
  readonly choices: readonly WeightedChoice[];
  readonly totalWeight: number;
  /** A request header whose number decides in place of chance. */
  readonly randomValueHeader: string | undefined;
  readonly path: PathRewrite | undefined;
  readonly host: HostRewrite | undefined;
  readonly appendForwardedHost: boolean;
  readonly missingClusterStatus: number;
  readonly requestTimeoutMs: number | 'none';
  readonly idleTimeoutMs: number | 'none' | undefined;
  readonly retries: RetryRule | undefined;
  readonly hashKeys: readonly HashKey[];
  readonly mirrors: readonly MirrorRule[];
}

/** Answers with another location. */
export interface RedirectAction {
  readonly kind: 'redirect';
  readonly status: number;
  readonly scheme: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly fullPath: string | undefined;
  readonly path: PathRewrite | undefined;
  readonly stripQuery: boolean;
}

/** Answers by itself. */
export interface DirectResponseAction {
  readonly kind: 'direct-response';
  readonly status: number;
  readonly body: string;
  /** What makes the body in place of the text; what a command has nothing for is `missing`. */
  readonly format: { readonly template: TextTemplate; readonly missing: '' | '-' } | undefined;
}

/** What a route does. */
export type RouteAction = ForwardAction | RedirectAction | DirectResponseAction | { readonly kind: 'unknown' };
