/** A part of the report, and its charts by file name. */
export interface Section {
  readonly text: string;
  readonly charts: Readonly<Record<string, string>>;
}
