import type { Notice, NoticePort } from '../ports/notice-port.js';
import { createNoticePost, type NoticePostOptions } from './notice-post.js';

const colours = { info: '#0b6e4f', warning: '#d99a00', error: '#c1440e' } as const satisfies Readonly<
  Record<Notice['severity'], string>
>;

const msPerSecond = 1000;

/** Sends notices to an incoming webhook of Slack, or of what takes the same messages. */
export function slackNotices(options: NoticePostOptions): NoticePort {
  const post = createNoticePost(options);
  return {
    send: ({ id, rollout, atMs, severity, code, sentence }) =>
      post(id, {
        text: `*${escaped(rollout)}*: ${escaped(code)}`,
        attachments: [
          {
            color: colours[severity],
            fallback: escaped(sentence),
            text: escaped(sentence),
            ts: Math.floor(atMs / msPerSecond),
          },
        ],
      }),
  };
}

/** What has a meaning in Slack's markup. Source: Slack, "Formatting text for app surfaces", escaping. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
