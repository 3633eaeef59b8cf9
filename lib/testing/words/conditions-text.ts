/** What is tried again, sorted. Envoy's word for "the codes listed" says nothing beside the codes. */
export function conditionsText(conditions: readonly (string | number)[]): string {
  return [...new Set(conditions.map(String))]
    .filter((each) => each !== 'retriable-status-codes')
    .sort()
    .join(', ');
}
