import type { NoticePort } from '../ports/notice-port.js';
import { createNoticePost, type NoticePostOptions } from './notice-post.js';

/**
 * Sends notices to a webhook: a POST of `{"id", "rollout", "at", "severity", "code", "sentence"}` for each, with its id as `Idempotency-Key` too, because
 * one that was not answered is sent again.
 */
export function webhookNotices(options: NoticePostOptions): NoticePort {
  const post = createNoticePost(options);
  return {
    send: ({ id, rollout, atMs, severity, code, sentence }) =>
      post(id, { id, rollout, at: new Date(atMs).toISOString(), severity, code, sentence }),
  };
}
