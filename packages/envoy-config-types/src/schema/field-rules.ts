/** PGV's rules for strings; lengths count code points, `*_bytes` count UTF-8 bytes. */
export interface StringRules {
  readonly min_len?: number;
  readonly max_len?: number;
  readonly min_bytes?: number;
  readonly max_bytes?: number;
  readonly pattern?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly contains?: string;
  readonly const?: string;
  readonly in?: readonly string[];
  readonly not_in?: readonly string[];
  readonly well_known_regex?: 'HTTP_HEADER_NAME' | 'HTTP_HEADER_VALUE';
  readonly strict?: boolean;
  readonly ignore_empty?: boolean;
}

/** PGV's rules for numbers. */
export interface NumberRules {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
  readonly const?: number;
  readonly in?: readonly number[];
  readonly not_in?: readonly number[];
  readonly ignore_empty?: boolean;
}

/** PGV's rules for durations; bounds are ProtoJSON durations such as `"0.001s"`. */
export interface DurationRules {
  readonly required?: boolean;
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
}

/** PGV's rules for enums; numbers are the values' numbers. */
export interface EnumRules {
  readonly defined_only?: boolean;
  readonly const?: number;
  readonly in?: readonly number[];
  readonly not_in?: readonly number[];
}

/** PGV's rules for lists. */
export interface RepeatedRules {
  readonly min_items?: number;
  readonly max_items?: number;
  readonly unique?: boolean;
  readonly items?: FieldRules;
  readonly ignore_empty?: boolean;
}

/** PGV's rules for maps. */
export interface MapRules {
  readonly min_pairs?: number;
  readonly max_pairs?: number;
  readonly keys?: FieldRules;
  readonly values?: FieldRules;
  readonly ignore_empty?: boolean;
}

/**
 * The protoc-gen-validate rules of one field: `validate.FieldRules` as ProtoJSON with proto names. Only rules that
 * occur in Envoy's API are here; `scripts/lib/known-rules.mjs` fails the generation on any other.
 */
export interface FieldRules {
  readonly message?: { readonly required?: boolean; readonly skip?: boolean };
  readonly any?: { readonly required?: boolean };
  readonly string?: StringRules;
  readonly bytes?: { readonly min_len?: number; readonly max_len?: number };
  readonly bool?: { readonly const?: boolean };
  readonly enum?: EnumRules;
  readonly duration?: DurationRules;
  readonly repeated?: RepeatedRules;
  readonly map?: MapRules;
  readonly int32?: NumberRules;
  readonly int64?: NumberRules;
  readonly uint32?: NumberRules;
  readonly uint64?: NumberRules;
  readonly float?: NumberRules;
  readonly double?: NumberRules;
}
