import { expect, test } from 'vitest';
import { fetchUnlessSilent } from '../../lib/client/discovery/fetch-unless-silent.js';
import { startHttpInstance } from '../support/client/http-instance.js';

const urlOf = async (...args: Parameters<typeof startHttpInstance>): Promise<string> => {
  const { instance } = await startHttpInstance(...args);
  return `http://127.0.0.1:${String(instance.ports['http'])}/`;
};

test('breaks off when nothing comes, be it no answer or no more of it', async () => {
  const mute = await urlOf('mute', () => undefined);
  await expect(fetchUnlessSilent(new Request(mute), 100, fetch)).rejects.toThrow('nothing was heard for 100 ms');
  const falling = await urlOf('falling', (_, response) => {
    response.write('first');
  });
  const response = await fetchUnlessSilent(new Request(falling), 100, fetch);
  await expect(response.text()).rejects.toThrow('nothing was heard for 100 ms');
});

test('goes on as long as something comes in time, and passes on the answer as it is', async () => {
  const chatty = await urlOf('chatty', (_, response) => {
    response.writeHead(201, { 'x-a': 'b' });
    let left = 8;
    const timer = setInterval(() => {
      response.write('x');
      if (--left > 0) return;
      clearInterval(timer);
      response.end();
    }, 50);
  });
  const response = await fetchUnlessSilent(new Request(chatty), 300, fetch);
  expect([response.status, response.headers.get('x-a')]).toEqual([201, 'b']);
  expect(await response.text()).toBe('xxxxxxxx');
});
