import { explainTrace } from '../../behaviour/explain/explain-trace.js';
import { summarizeResults } from '../../behaviour/explain/summarize-results.js';
import type { Asked } from '../asked.js';

/** Everything that a request comes to, on one line: `80% reviews@v1, 20% reviews@v3`. */
export function resultsText({ trace, simulated }: Asked): string {
  return summarizeResults(explainTrace(simulated, trace).results);
}
