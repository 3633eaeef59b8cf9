import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  type DecodedPacket,
  encode,
  type OptRecord,
  type Packet,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { RegistryContent } from '../model/registry-content.js';
import { answerQuestion, type DnsAnswer, type DnsZone } from './answer-question.js';

const rcodes = { NOERROR: 0, FORMERR: 1, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
/** Not more than goes through every network in one piece: DNS Flag Day 2020. */
const largestUdp = 1232;
const largestTcp = 65_535;
const isResponse = 0x80;

/**
 * Answers what somebody sent; undefined where silence is right: it is no question, or too short to say who asks. Never throws.
 *
 * @param transport by UDP an answer that is too large is cut off, and says so, for a second try by TCP.
 */
export function answerPacket(
  bytes: Buffer,
  content: RegistryContent,
  zone: DnsZone,
  transport: 'udp' | 'tcp',
): Buffer | undefined {
  // An answer to an answer would be answered too.
  if (bytes.length < 12 || ((bytes[2] ?? 0) & isResponse) !== 0) return undefined;
  const id = bytes.readUInt16BE(0);
  try {
    return answerQuery(decode(bytes), content, zone, transport);
  } catch {
    // Not what DNS looks like.
    return encode({ type: 'response', id, flags: rcodes.FORMERR, questions: [] });
  }
}

function answerQuery(query: DecodedPacket, content: RegistryContent, zone: DnsZone, transport: 'udp' | 'tcp'): Buffer {
  const { id, questions, opcode, additionals, flags } = query;
  const [question] = questions;
  const edns = additionals.find((record): record is OptRecord => record.type === 'OPT');
  const base = { type: 'response', id, questions } as const;
  const desired = flags & RECURSION_DESIRED;
  const ending = edns === undefined ? [] : [optRecord(0)];
  if (opcode !== 'QUERY') return encode({ ...base, flags: desired | rcodes.NOTIMP, additionals: ending });
  if (question === undefined || questions.length > 1)
    return encode({ ...base, questions: [], flags: desired | rcodes.FORMERR, additionals: ending });
  // Extended code 1 with code 0 is 16, "bad version" (RFC 6891).
  if ((edns?.ednsVersion ?? 0) !== 0) return encode({ ...base, flags: desired, additionals: [optRecord(1)] });
  const size = transport === 'tcp' ? largestTcp : Math.min(largestUdp, Math.max(512, edns?.udpPayloadSize ?? 0));
  const answer = answerQuestion(content, zone, question);
  const authority = answer.rcode === 'REFUSED' ? 0 : AUTHORITATIVE_ANSWER;
  return fit({ ...base, flags: desired | authority | rcodes[answer.rcode] }, answer, ending, size);
}

/** With all that was found, or without the additional records, or with what there is room for. */
function fit(base: Packet, answer: DnsAnswer, ending: readonly Answer[], size: number): Buffer {
  const { answers, authorities, additionals } = answer;
  const whole = { ...base, answers, authorities, additionals: [...additionals, ...ending] };
  // Encoding what is far too large would be work for nothing; no record takes less than 16 bytes.
  if (answers.length * 16 < size) {
    for (const packet of [whole, { ...whole, additionals: ending }]) {
      const bytes = encode(packet);
      if (bytes.length <= size) return bytes;
    }
  }
  let kept = Math.min(answers.length, Math.floor(size / 16));
  for (;;) {
    kept = Math.floor(kept / 2);
    const bytes = encode({
      ...base,
      flags: base.flags | TRUNCATED_RESPONSE,
      answers: answers.slice(0, kept),
      additionals: ending,
    });
    if (bytes.length <= size || kept === 0) return bytes;
  }
}

function optRecord(extendedRcode: number): OptRecord {
  return { type: 'OPT', name: '.', udpPayloadSize: largestUdp, extendedRcode, ednsVersion: 0, flags: 0, options: [] };
}
