/** Pictures of actions and of things met on a walk. */
import { circle } from "./shapes.ts";

export const symbols = {
  search: `${circle(10.5, 10.5, 6.5)}M15.3 15.3 20.5 20.5`,
  locate: `${circle(12, 12, 6)}M12 2.5v3.5M12 18v3.5M2.5 12H6M18 12h3.5M12 12h.01`,
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5 7.5 12l7 7",
  forward: "M9.5 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  phone:
    "M5 4h4l1.8 5-2.3 1.6a11.5 11.5 0 0 0 5 5L15 13.2l5 1.8v4a1.5 1.5 0 0 1-1.5 1.5C10.5 20.5 3.5 13.5 3.5 5.5A1.5 1.5 0 0 1 5 4z",
  walk: `${circle(13, 4, 1.6)}M12.5 8l-1.5 6 3.5 3 1 4.5M11 14l-1.5 3.5L6.5 21M12.5 8l-3.5 1.8L8 13M12.5 8l2.5 3 3 1`,
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  info: `${circle(12, 12, 9)}M12 11v5.5M12 7.8h.01`,
  clock: `${circle(12, 12, 9)}M12 7v5l3.5 2`,
  pin: `M12 21c-4.7-5-7-8.3-7-11.5a7 7 0 0 1 14 0C19 12.7 16.7 16 12 21z${circle(12, 9.5, 2.5)}`,
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.3h.01",
  offline:
    "M3 3l18 18M8.5 15.5a5 5 0 0 1 6-.8M5.5 12a9.5 9.5 0 0 1 4.5-2.4M2.5 8.5a14 14 0 0 1 4-2.6M12 5a14 14 0 0 1 9.5 3.5M15 10a9.5 9.5 0 0 1 3.5 2M12 19h.01",
  text: "M3 18 8 6l5 12M4.7 14h6.6M14.5 18l3-7.5 3 7.5M15.7 15.5h3.6",
  map: "M3.5 6 9 3.5l6 2.5 5.5-2.5V18L15 20.5 9 18l-5.5 2.5zM9 3.5V18M15 6v14.5",
  layers: "M12 3.5 21 8.5l-9 5-9-5zM3 13l9 5 9-5",
  place: "M5 21V8l7-4.5L19 8v13M3 21h18M10 21v-5h4v5M10 11h4",
  steps: "M3 19.5h4.5v-5H12v-5h4.5v-5H21",
  crossing: "M4 6h3v12H4zM10.5 6h3v12h-3zM17 6h3v12h-3z",
  signals: `M8 3h8v18H8z${circle(12, 7, 1.5)}${circle(12, 12, 1.5)}${circle(12, 17, 1.5)}`,
  footbridge: "M2 17.5h3.5L9 10h6l3.5 7.5H22M9 10v10M15 10v10M9 6.5h6M9 10V6.5M15 10V6.5",
  underpass: "M3 20V12a9 9 0 0 1 18 0v8M7.5 20v-7.5a4.5 4.5 0 0 1 9 0V20",
  lift: "M5 3h14v18H5zM9 10.5l3-3 3 3M9 14l3 3 3-3",
  escalator: "M3 19h4.5L17 7.5h4M3 15h3L15.5 4H21",
  ferry: "M3 14h18l-2.5 5.5h-13zM6 14V9h9l3 5M9 9V5",
  gate: "M4 21V5h3v16M17 21V5h3v16M7 9h10M7 17h10M10.5 9v8M13.5 9v8",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z",
  camera: `M3.5 8h4l1.5-2.5h6L16.5 8h4v11h-17z${circle(12, 13, 3.5)}`,
  share: `${circle(6, 12, 2.3)}${circle(17.5, 5.5, 2.3)}${circle(17.5, 18.5, 2.3)}M8 10.9l7.5-4.3M8 13.1l7.5 4.3`,
  flag: "M5.5 21V4M5.5 4.5h12l-2.5 4 2.5 4h-12",
  calendar: "M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7",
  speak: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11",
  stop: "M7 7h10v10H7z",
  play: "M8 5.5v13l10.5-6.5z",
  print: "M7 8V3.5h10V8M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z",
  undo: "M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-4",
  filter: "M4 6h16M7 12h10M10 18h4",
} as const;

export type SymbolName = keyof typeof symbols;
