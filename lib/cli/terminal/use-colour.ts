import type { Io, TextStream } from '../io.js';

/**
 * Decides whether a stream gets colours: on a terminal, unless `NO_COLOR` is set; `FORCE_COLOR` overrules both
 * (`0` and `false` turn colours off). See https://no-color.org and https://force-color.org.
 */
export function useColour(stream: TextStream, env: Io['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return stream.isTTY === true;
}
