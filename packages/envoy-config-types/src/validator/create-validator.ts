import type { JsonValue } from '../../types/primitives.js';
import { readApiSchema } from '../schema/read-api-schema.js';
import { didYouMean } from './did-you-mean.js';
import type { Finding } from './finding.js';
import { messagePlan, type MessagePlan } from './message-plan.js';
import type { PlanSource } from './plan-source.js';
import { reportError, type Walk } from './walk.js';
import { wellKnownChecks } from './well-known-checks.js';

/** What a validation found; both lists are empty for a clean configuration. */
export interface ValidationResult {
  /** Envoy refuses the configuration because of these; in the order of the input. */
  readonly errors: readonly Finding[];
  /** Deprecated fields, and extensions of kinds whose list is not known to be complete. */
  readonly warnings: readonly Finding[];
}

/** Checks configurations against Envoy's API and its own field rules. */
export interface Validator {
  /** Version of the Envoy whose API is checked: `1.40.0`. */
  readonly envoyVersion: string;
  /**
   * Checks one message in ProtoJSON form, of any type: a whole Bootstrap or a single resource. The input is not
   * changed and may be frozen. Snake_case and camelCase are both taken, as Envoy takes both.
   *
   * @param typeName - full name, such as `envoy.config.listener.v3.Listener`
   */
  validate(typeName: string, json: unknown): ValidationResult;
}

function createPlanSource(): PlanSource {
  const schema = readApiSchema();
  const planByKey = new Map<string, MessagePlan>();
  const source: PlanSource = {
    schema,
    plan(type, categories) {
      if (schema.messages[type] === undefined) return undefined;
      const key = categories === undefined ? type : `${type} ${categories.join(' ')}`;
      let plan = planByKey.get(key);
      if (plan === undefined) {
        plan = messagePlan(type, source, categories);
        planByKey.set(key, plan);
      }
      return plan;
    },
  };
  return source;
}

/**
 * Creates a validator of Envoy configuration. Cheap to call: the API is read (10 ms) on first use, and each message
 * type is compiled when it first occurs. Keep the result and use it for everything; it holds no state of its inputs.
 *
 * @example
 * const { errors } = createValidator().validate("envoy.config.cluster.v3.Cluster", { nam: "reviews" });
 * // [{ path: "nam", message: 'is unknown in envoy.config.cluster.v3.Cluster; did you mean "name"?' }, { path: "name", message: "is required" }]
 */
export function createValidator(): Validator {
  let lazySource: PlanSource | undefined;
  const open = (): PlanSource => (lazySource ??= createPlanSource());

  return {
    get envoyVersion() {
      return open().schema.envoyVersion;
    },
    validate(typeName, json) {
      const source = open();
      const walk: Walk = { path: [], errors: [], warnings: [], rulesApply: true, extensionOptional: false };
      const check = wellKnownChecks[typeName]?.(undefined) ?? source.plan(typeName)?.check;
      if (check === undefined) {
        reportError(
          walk,
          `unknown message type ${typeName}${didYouMean(typeName, Object.keys(source.schema.messages))}`,
        );
      } else {
        // The walker tests the kind of every value it meets, so nothing is assumed of the input.
        check(json as JsonValue, walk);
      }
      return { errors: walk.errors, warnings: walk.warnings };
    },
  };
}
