import type { IconShape } from "./shapes.ts";
import { symbols } from "./symbols.ts";
import type { SymbolName } from "./symbols.ts";

interface IconProps {
  /** A named symbol, or the path of a category's picture. */
  name?: SymbolName;
  path?: string;
  shape?: IconShape;
  /** Width and height in em. */
  size?: number;
  strokeWidth?: number;
}

/** A picture beside words that say the same, so it is hidden from screen readers. */
export function Icon({ name, path, shape, size = 1.25, strokeWidth = 1.8 }: IconProps) {
  const line = shape?.line ?? path ?? (name ? symbols[name] : "");
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={`${size}em`}
      height={`${size}em`}
      fill="none"
      stroke="currentColor"
      stroke-width={strokeWidth}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shape?.body ? <path d={shape.body} class="icon-body" stroke="none" /> : null}
      <path d={line} />
    </svg>
  );
}
