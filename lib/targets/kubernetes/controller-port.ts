/** Port of the controller of rollouts: its API, health and metrics. */
export const controllerPort = 15060;
