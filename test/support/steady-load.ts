import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request and what came of it. */
export interface LoadAnswer {
  /** When it was sent, ms since the epoch. */
  readonly sentAt: number;
  /** A status, or why there was no answer. */
  readonly outcome: number | string;
  /** The header `x-answered-by`; absent where none came. */
  readonly answeredBy?: string;
}

/** Requests at an even rate, whatever comes of them. */
export interface SteadyLoad {
  /** All that have ended so far. */
  readonly answers: () => readonly LoadAnswer[];
  /** Sends no more, and waits for what is under way. */
  readonly stop: () => Promise<readonly LoadAnswer[]>;
}

const tickMs = 10;
/** A machine that is busy for a while is not sent all at once what it has missed. */
const mostAtATick = 20;

/** Starts to send requests on connections that stay open. */
export function startSteadyLoad(url: string, perSecond: number): SteadyLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const answers: LoadAnswer[] = [];
  const underWay = new Set<Promise<void>>();
  const send = (): void => {
    const sentAt = Date.now();
    const one = ask(url, agent).then((answer) => {
      answers.push({ sentAt, ...answer });
      underWay.delete(one);
    });
    underWay.add(one);
  };
  let due = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    due = Math.min(mostAtATick, due + ((now - last) * perSecond) / 1000);
    last = now;
    for (; due >= 1; due -= 1) send();
  }, tickMs);
  return {
    answers: () => [...answers],
    stop: async () => {
      clearInterval(timer);
      await Promise.race([Promise.all(underWay), sleep(30_000)]);
      agent.destroy();
      return [...answers, ...[...underWay].map(() => ({ sentAt: 0, outcome: 'no answer' }))];
    },
  };
}

function ask(url: string, agent: Agent): Promise<Omit<LoadAnswer, 'sentAt'>> {
  return new Promise((resolve) => {
    const sent = httpRequest(url, { agent }, (response) => {
      const header = response.headers['x-answered-by'];
      const answeredBy = typeof header === 'string' ? { answeredBy: header } : {};
      response.resume();
      response.once('error', ({ message }) => {
        resolve({ outcome: message, ...answeredBy });
      });
      response.once('end', () => {
        resolve({ outcome: response.statusCode ?? 0, ...answeredBy });
      });
    });
    sent.once('error', ({ message }) => {
      resolve({ outcome: message });
    });
    sent.end();
  });
}
