import type { StoredToken } from './stored-token.js';

/** Tokens that were read, or what is wrong with their file. */
export type ParsedTokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly StoredToken[] }
  | { readonly kind: 'malformed'; readonly problems: readonly string[] };

const fields = new Set(['name', 'role', 'service', 'sha256']);

/** Reads a file of tokens, as `renderTokensFile` writes it: `{"tokens": [{"name", "role", "service"?, "sha256"}]}`. */
export function parseTokensFile(text: string): ParsedTokens {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the file, and somebody may have put a token in it.
    return { kind: 'malformed', problems: ['it is not JSON'] };
  }
  const list = isRecord(value) ? value['tokens'] : undefined;
  if (!Array.isArray(list)) return { kind: 'malformed', problems: ['it has no list "tokens"'] };
  const problems: string[] = [];
  const names = new Set<string>();
  const tokens = list.flatMap((entry: unknown, index): readonly StoredToken[] => {
    const read = readToken(entry);
    if (typeof read !== 'string' && !names.has(read.name)) {
      names.add(read.name);
      return [read];
    }
    problems.push(`tokens/${String(index)}: ${typeof read === 'string' ? read : `a second token "${read.name}"`}`);
    return [];
  });
  return problems.length > 0 ? { kind: 'malformed', problems } : { kind: 'tokens', tokens };
}

function readToken(entry: unknown): StoredToken | string {
  if (!isRecord(entry)) return 'it is no object';
  const unknown = Object.keys(entry).find((key) => !fields.has(key));
  if (unknown !== undefined) return `unknown field "${unknown}"`;
  const { name, role, service, sha256 } = entry;
  if (typeof name !== 'string' || !/^[\w.:@-]{1,64}$/.test(name))
    return 'name is 1 to 64 letters, digits and . _ - : @';
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return 'sha256 is 64 lower-case hex digits';
  if (role === 'reader' || role === 'operator') {
    if (service !== undefined) return `service is for the role workload, not ${role}`;
    return { name, role, sha256 };
  }
  if (role !== 'workload') return 'role is reader, operator or workload';
  if (typeof service !== 'string' || service === '') return 'a workload has a service';
  return { name, role, service, sha256 };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
