/** One header as it stands in a message. */
export type HeaderLine = readonly [name: string, value: string];
