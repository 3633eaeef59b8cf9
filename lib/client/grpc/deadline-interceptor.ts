import { InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { deadline } from '../deadline.js';

/** Ends calls no later than what they are part of: `deadline.run`. gRPC itself tells callees how much time is left. */
export const deadlineInterceptor: Interceptor = (options, nextCall) => {
  const remaining = deadline.remainingMs();
  if (remaining === undefined) return new InterceptingCall(nextCall(options));
  const end = Date.now() + remaining;
  const own = options.deadline instanceof Date ? options.deadline.getTime() : options.deadline;
  return new InterceptingCall(nextCall({ ...options, deadline: Math.min(own ?? end, end) }));
};
