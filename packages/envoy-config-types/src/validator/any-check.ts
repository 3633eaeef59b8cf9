import type { JsonObject, JsonValue } from '../../types/primitives.js';
import { describeValue } from './describe-value.js';
import { didYouMean } from './did-you-mean.js';
import type { PlanSource } from './plan-source.js';
import { reportError, reportWarning, type Check, type Walk } from './walk.js';
import { wellKnownChecks } from './well-known-checks.js';

/** Messages that carry the config of another type, named by their `type_url`, as a Struct. */
const TYPED_STRUCTS = new Set(['xds.type.v3.TypedStruct', 'udpa.type.v1.TypedStruct']);

type CategoryCheck = (type: string, walk: Walk, step: string) => void;

/** Says whether a type fits the categories of its field. Unknown to us is only a warning unless the list was proved complete. */
function categoryCheck(categories: readonly string[] | undefined, source: PlanSource): CategoryCheck {
  const { typesByCategory, strictCategories } = source.schema;
  const known = (categories ?? []).filter((category) => typesByCategory[category] !== undefined);
  if (known.length === 0) return () => undefined;
  const accepted = new Set(known.flatMap((category) => typesByCategory[category] ?? []));
  const strict = known.every((category) => strictCategories.includes(category));
  return (type, walk, step) => {
    if (accepted.has(type)) return;
    const report = strict && !walk.extensionOptional ? reportError : reportWarning;
    report(walk, `${type} is no ${known[0]} extension${didYouMean(type, accepted)}`, step);
  };
}

/** Takes `type.googleapis.com/a.B` to `a.B`, or reports what is wrong with it. */
function resolveType(
  url: JsonValue | undefined,
  step: string,
  context: { readonly source: PlanSource; readonly walk: Walk },
): string | undefined {
  const { source, walk } = context;
  if (typeof url !== 'string' || url === '') {
    reportError(walk, url === undefined ? 'is missing' : `expects a type URL, got ${describeValue(url)}`, step);
    return undefined;
  }
  const slash = url.lastIndexOf('/');
  if (slash < 1) {
    reportError(walk, `needs a host, as in "type.googleapis.com/${url.slice(slash + 1)}"`, step);
    return undefined;
  }
  const type = url.slice(slash + 1);
  const message = source.schema.messages[type];
  if (message?.unlinked === true) {
    reportError(walk, `names ${type}, which Envoy ${source.schema.envoyVersion} is built without`, step);
    return undefined;
  }
  if (message !== undefined) return type;
  const suggestion = didYouMean(type, Object.keys(source.schema.messages));
  reportError(walk, `names the unknown message ${type}${suggestion}`, step);
  return undefined;
}

/**
 * Checks an Any: its `@type`, whether that type fits the field's categories, and the message itself. Envoy unpacks and
 * validates each one when it builds the extension.
 */
export function anyCheck(categories: readonly string[] | undefined, source: PlanSource): Check {
  const checkCategory = categoryCheck(categories, source);

  function checkWellKnown(type: string, message: JsonObject, walk: Walk): void {
    const check = type === 'google.protobuf.Any' ? anyCheck(undefined, source) : wellKnownChecks[type]?.(undefined);
    for (const key of Object.keys(message)) {
      if (key !== '@type' && key !== 'value') reportError(walk, `is unknown: ${type} stands under "value"`, key);
    }
    const value = message['value'];
    if (check === undefined || value === undefined) return;
    walk.path.push('value');
    check(value, walk);
    walk.path.pop();
  }

  function checkTypedStruct(message: JsonObject, walk: Walk): void {
    const step = message['typeUrl'] === undefined ? 'type_url' : 'typeUrl';
    const type = resolveType(message[step], step, { source, walk });
    if (type === undefined) return;
    checkCategory(type, walk, step);
    const value = message['value'];
    if (value === undefined || value === null) return;
    walk.path.push('value');
    source.plan(type)?.check(value, walk);
    walk.path.pop();
  }

  return (value, walk) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      reportError(walk, `expects an object with "@type", got ${describeValue(value)}`);
      return;
    }
    const type = resolveType(value['@type'], '@type', { source, walk });
    if (type === undefined) return;
    const { rulesApply } = walk;
    walk.rulesApply = true;
    if (TYPED_STRUCTS.has(type)) {
      source.plan(type)?.checkFields(value, walk, 'in-any');
      checkTypedStruct(value, walk);
    } else {
      checkCategory(type, walk, '@type');
      if (wellKnownChecks[type] !== undefined || type === 'google.protobuf.Any') checkWellKnown(type, value, walk);
      else source.plan(type)?.checkFields(value, walk, 'in-any');
    }
    walk.rulesApply = rulesApply;
  };
}
