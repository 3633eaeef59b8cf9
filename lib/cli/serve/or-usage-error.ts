import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';

/** Ends the command where work fails, with what the problem is and why. */
export async function orUsageError<T>(problem: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UsageError(`${problem}: ${messageOf(error)}`);
  }
}
