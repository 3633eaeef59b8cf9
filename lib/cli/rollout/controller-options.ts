/** How a command reaches a controller of rollouts. */
export interface ControllerOptions {
  /** @default - MESHWRIGHT_CONTROLLER, else the usual port of loopback */
  readonly controller?: string;
  /** File that holds a token. @default - MESHWRIGHT_CONTROLLER_TOKEN */
  readonly tokenFile?: string;
}
