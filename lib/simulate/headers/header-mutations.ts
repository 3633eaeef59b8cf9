import type { HeaderValueOption_HeaderAppendAction } from 'envoy-config-types/envoy/config/core/v3';
import type { TextTemplate } from './text-template.js';

/** One addition to a message's headers. */
export interface HeaderAddition {
  /** In lower case. */
  readonly name: string;
  readonly action: HeaderValueOption_HeaderAppendAction;
  readonly value: TextTemplate;
  readonly keepEmptyValue: boolean;
}

/** What one scope (route, virtual host, route configuration) does to headers: removals first, then additions. */
export interface HeaderMutations {
  /** In lower case. */
  readonly removals: readonly string[];
  readonly additions: readonly HeaderAddition[];
}
