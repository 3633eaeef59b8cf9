/** Forms in which `meshwright check` reports; `text` is for people, the others for programs. */
export const reportFormats = ['text', 'json', 'sarif', 'junit'] as const;

/** One of `reportFormats`. */
export type ReportFormat = (typeof reportFormats)[number];
