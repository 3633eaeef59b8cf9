import type { DirectResponseAction } from '../../simulate/route/route-action.js';
import { describeTemplate } from '../explain/describe-template.js';

/** What a proxy answers by itself, in words and without loss. */
export function answerWords({ status, body, format }: DirectResponseAction): string {
  const start = `${status} from the proxy`;
  if (format === undefined) return body === '' ? start : `${start}: ${JSON.stringify(body)}`;
  const missing = format.missing === '' ? 'nothing' : `"${format.missing}"`;
  return `${start}: ${JSON.stringify(describeTemplate(format.template))} filled in, ${missing} for what is missing`;
}
