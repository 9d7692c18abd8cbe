// What is used of it, so that types can be checked where the peers are not installed.
declare module "@valhallajs/valhallajs" {
  export function getConfig(options: { tileDir: string; tileExtract: string }): Promise<unknown>;
  export class Actor {
    constructor(config: unknown);
    isochrone(request: string): Promise<string>;
  }
}
