import { connect } from 'node:net';

const patienceMs = 5_000;

/**
 * Reads the ratings of a book from the store at `RATINGS_STORE_URL`: a line with its number goes out, a line of JSON comes
 * back.
 */
export function readStoredRatings(id: string): Promise<object> {
  const { hostname, port } = new URL(process.env['RATINGS_STORE_URL'] ?? 'tcp://ratings-store:27017');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = '';
    socket.setEncoding('utf8').setTimeout(patienceMs, () => socket.destroy(new Error('the store does not answer')));
    socket.on('error', reject);
    socket.on('data', (part: string) => (text += part));
    socket.on('end', () => {
      if (text.trim() === '') reject(new Error('the store closed the connection'));
      else resolve(JSON.parse(text) as object);
    });
    socket.write(`${id}\n`);
  });
}
