/** What the validator and Envoy said of one configuration; no error means it was accepted. */
export interface Verdict {
  readonly description: string;
  readonly ours: readonly { readonly path: string; readonly message: string }[];
  /** Envoy's message, undefined when it accepted. */
  readonly envoy: string | undefined;
}

/** How often each outcome occurred, and the disagreements that no list explains. */
export interface Agreement {
  readonly bothAccept: number;
  readonly bothReject: number;
  /** Envoy's loader lets it pass, by kind of laxity. */
  readonly envoyLax: Readonly<Record<string, number>>;
  /** Envoy rejects for a reason outside field rules, by kind. */
  readonly semantic: Readonly<Record<string, number>>;
  /** Must be empty. */
  readonly unexplained: readonly string[];
}

/** Laxities of Envoy's JSON loader (not of its API) that the validator does not share, recognised by our message. */
const LAXITIES: Readonly<Record<string, RegExp>> = {
  'one field in both spellings': /^is given twice \(snake_case and camelCase\)$/,
  'text for a boolean': /^expects true or false, got "\w+"$/,
  'enum name in another case': /^expects an enum name, got ".*"; did you mean ".*"\?$/,
  'number of an enum value in quotes': /^expects an enum name.*, got "-?\d+"$/,
  'one value where a list belongs': /^expects a list, got ("|an object$|\d)/,
  'a list where one value belongs': /^expects an object \(.*\), got a list$/,
  'null in a list': /^expects .*, got null$/,
  'an empty object for a wrapper or a duration':
    /^expects (a whole number|a number|seconds|true or false).*, got an object$/,
};

/**
 * What Envoy says when its parser, a field rule or the look-up of an extension fails. These are the validator's
 * business, so no list excuses missing one.
 */
const OURS =
  /Proto constraint validation failed|INVALID_ARGUMENT|no such field|could not find @type|with type URL|must contain at least one/;

/** Reasons that lie between fields or outside the configuration, recognised by Envoy's message; the compiler's checks own these. */
const SEMANTIC: Readonly<Record<string, RegExp>> = {
  'a name that the look-up uses':
    /protocol options implementation for name|with type URL: '.*DownstreamConnectionsConfig'|load balancer factory implementation for cluster/,
  'unknown cluster': /unknown (weighted |shadow )?cluster|Unknown gRPC client cluster/,
  'cluster or cluster_header': /^(At least|Exactly) one of (name or cluster_header|cluster or cluster_header)/,
  'API source and its gRPC services':
    /must have no more than 1 gRPC services|must have either a gRPC service or a cluster name|V2 xDS transport protocol version/,
  duplicate: /^Duplicate |duplicate cluster |Only unique values for domains|overlapping matching rules/,
  'filter order': /is the last filter in a|must be the terminal|non-terminal filter/,
  'cluster and its discovery type':
    /EDS cluster|eds_cluster_config set|non-EDS cluster|ORIGINAL_DST|cluster_provided|CLUSTER_PROVIDED/i,
  'IP address': /^Address must be set|: address is necessary|^(Failed to create CIDR range: )?malformed IP address/,
  'Lua source': /^script load error/,
  'invalid regex': /^(missing|no argument for repetition|invalid|bad) |regex/,
  'node identity': /node 'id' and 'cluster' are required/,
  'TLS material and secrets': /TLS certificates|Unknown static secret|Secret type not implemented/,
  'overload manager':
    /max heap size must be|scaling_threshold must be less|Unknown trigger resource|Unknown Overload Manager Action|Duplicate resource monitor/,
  'number without a field rule': /^Field '\w+' is missing in/,
  'status range': /^Invalid http expected status range/,
  'negative duration without a field rule': /^Invalid duration: Expected positive duration/,
  'statistics tags': /tag_name cannot be empty|No regex specified for tag/,
  'JWT providers and keys': /^Required provider|^Provider '.*' in jwt_authn config/,
  'health check names': /is missing a name; all health checks/,
};

const kindOf = (text: string, kinds: Readonly<Record<string, RegExp>>): string | undefined =>
  Object.keys(kinds).find((kind) => kinds[kind]?.test(text));

function count(counts: Record<string, number>, kind: string): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

/** Sorts verdicts into the four outcomes and finds the disagreements that the two lists do not explain. */
export function judgeAgreement(verdicts: readonly Verdict[]): Agreement {
  const envoyLax: Record<string, number> = {};
  const semantic: Record<string, number> = {};
  const unexplained: string[] = [];
  let bothAccept = 0;
  let bothReject = 0;
  for (const { description, ours, envoy } of verdicts) {
    const [first] = ours;
    if (first === undefined && envoy === undefined) bothAccept++;
    else if (first !== undefined && envoy !== undefined) bothReject++;
    else if (envoy === undefined) {
      const kinds = ours.map(({ message }) => kindOf(message, LAXITIES));
      const [kind] = kinds;
      if (kind !== undefined && !kinds.includes(undefined)) count(envoyLax, kind);
      else
        unexplained.push(
          `only we reject: ${description}: ${ours.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
        );
    } else {
      const text = envoy.replace(/^.*error initializing configuration '[^']*': /s, '').trim();
      const kind =
        OURS.test(text) && !text.includes('DownstreamConnectionsConfig') ? undefined : kindOf(text, SEMANTIC);
      if (kind !== undefined) count(semantic, kind);
      else unexplained.push(`only Envoy rejects: ${description}: ${text.slice(0, 400)}`);
    }
  }
  return { bothAccept, bothReject, envoyLax, semantic, unexplained };
}
