/** The port on which a controller's API listens unless it is told otherwise; commands look there. */
export const defaultApiPort = 15_060;
