// A DNS server for tests: answers A questions from a table, says that a name has no AAAA, and knows no other name.
// Usage: node dns-responder.mjs <address> <JSON: addresses by name>
import { createSocket } from 'node:dgram';

const [address, table] = process.argv.slice(2);
const addressesByName = JSON.parse(table);

const socket = createSocket('udp4');
socket.on('message', (query, { port, address: client }) => socket.send(answer(query), port, client));
socket.bind(53, address, () => console.log('ready'));

function answer(query) {
  const { name, end } = readName(query);
  const type = query.readUInt16BE(end);
  const question = query.subarray(12, end + 4);
  const addresses = addressesByName[name];
  const records = addresses !== undefined && type === 1 ? addresses.map(addressRecord) : [];
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(addresses === undefined ? 0x8183 : 0x8180, 2); // NXDOMAIN or no error
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question, ...records]);
}

function readName(query) {
  const labels = [];
  let offset = 12;
  while (query[offset] !== 0) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + query[offset]));
    offset += 1 + query[offset];
  }
  return { name: labels.join('.').toLowerCase(), end: offset + 1 };
}

function addressRecord(text) {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc00c, 0); // the name of the question
  record.writeUInt16BE(1, 2); // A
  record.writeUInt16BE(1, 4); // IN
  record.writeUInt32BE(5, 6); // seconds to live
  record.writeUInt16BE(4, 10);
  record.set(text.split('.').map(Number), 12);
  return record;
}
