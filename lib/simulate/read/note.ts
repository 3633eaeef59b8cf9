/** Takes down a field that the simulator does not know, by its path below the thing being read. */
export type Note = (field: string) => void;
