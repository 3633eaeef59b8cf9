import { criterionOf, type CriterionOptions, type CriterionSpec } from './criterion-props.js';

/**
 * Events of a pod that stand for themselves, such as restarts or panics.
 *
 * @param events a PromQL selector of a cumulative counter, for example `kube_pod_container_status_restarts_total`
 */
export function eventRate(events: string, options: CriterionOptions & { readonly name: string }): CriterionSpec {
  return criterionOf({ kind: 'rate', events }, options, { name: options.name, unit: 'events' });
}
