/** What this folder uses of dns-packet, which carries no types. */
declare module 'dns-packet' {
  /** What is asked. */
  export interface Question {
    readonly name: string;
    readonly type: string;
    readonly class?: string;
  }

  /** Content of an SRV record. */
  export interface SrvData {
    readonly priority?: number;
    readonly weight?: number;
    readonly port: number;
    readonly target: string;
  }

  /** Content of an SOA record. */
  export interface SoaData {
    readonly mname: string;
    readonly rname: string;
    readonly serial: number;
    readonly refresh: number;
    readonly retry: number;
    readonly expire: number;
    readonly minimum: number;
  }

  /** The pseudo-record of EDNS. */
  export interface OptRecord {
    readonly type: 'OPT';
    readonly name: string;
    readonly udpPayloadSize: number;
    readonly extendedRcode?: number;
    readonly ednsVersion?: number;
    readonly flags?: number;
    readonly options?: readonly unknown[];
  }

  /** A record. */
  export type Answer =
    | {
        readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS';
        readonly name: string;
        readonly ttl?: number;
        readonly data: string;
      }
    | { readonly type: 'SRV'; readonly name: string; readonly ttl?: number; readonly data: SrvData }
    | { readonly type: 'SOA'; readonly name: string; readonly ttl?: number; readonly data: SoaData }
    | OptRecord;

  /** A message to encode. */
  export interface Packet {
    readonly type: 'query' | 'response';
    readonly id: number;
    readonly flags: number;
    readonly questions: readonly Question[];
    readonly answers?: readonly Answer[];
    readonly authorities?: readonly Answer[];
    readonly additionals?: readonly Answer[];
  }

  /** A message as it was read. */
  export interface DecodedPacket extends Required<Packet> {
    readonly opcode: string;
    readonly rcode: string;
    readonly flag_tc: boolean;
  }

  /** Flag AA. */
  export const AUTHORITATIVE_ANSWER: number;
  /** Flag TC. */
  export const TRUNCATED_RESPONSE: number;
  /** Flag RD. */
  export const RECURSION_DESIRED: number;
  /** Writes a message. */
  export function encode(packet: Packet): Buffer;
  /** Reads a message; throws on what is none. */
  export function decode(bytes: Buffer): DecodedPacket;
}
