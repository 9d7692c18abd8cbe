declare module "*.css";
declare module "virtual:maplibre-worker-url" {
  /** Same-origin URL of MapLibre's worker module. */
  const url: string;
  export default url;
}
interface ImportMeta {
  /** Set by Vite. */
  readonly env: { readonly DEV: boolean };
}
