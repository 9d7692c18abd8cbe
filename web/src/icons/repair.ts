/** The large pictures of the small-repair map, one for each kind. */
import type { RepairKindId } from "@quarterhour/data";
import { circle } from "./shapes.ts";
import type { IconShape } from "./shapes.ts";

export const repairIcons: Record<RepairKindId, IconShape> = {
  shoe: {
    body: "M3 8v8.5h18c0-3-2-4.3-5-4.8L11 7.2c-1.5 1.5-4 2-8 .8z",
    line: "M3 8v8.5h18c0-3-2-4.3-5-4.8L11 7.2c-1.5 1.5-4 2-8 .8zM3 16.5V19h18v-2.5M11.7 9.8l-1.5 1.5M13.8 11.5l-1.5 1.5",
  },
  watch: {
    body: circle(12, 12, 5.5),
    line: `${circle(12, 12, 5.5)}M9.2 7.2 9.9 2.5h4.2l.7 4.7M9.2 16.8l.7 4.7h4.2l.7-4.7M12 9.3V12l1.8 1.3M19.3 12h.01`,
  },
  appliance: {
    body: "M3 7.5h18V19.5H3z",
    line: "M3 7.5h18V19.5H3zM8 3l4 4.5L16 3M6 10.5h8.5v6H6zM17.8 11.5h.01M17.8 15h.01",
  },
  bicycle: {
    line: `${circle(5.8, 15.8, 4)}${circle(18.2, 15.8, 4)}M5.8 15.8 9.5 8.5h5.7l3 7.3M9.5 8.5l3.8 7.3H5.8M13.3 15.8l1.9-7.3-.8-3h2.8M8 8.5h3`,
  },
  key: {
    body: circle(7.5, 8, 4.2),
    line: `${circle(7.5, 8, 4.2)}M10.5 11 20 20.5M16.7 17.2l2.5-2.5M13.5 14l2-2M7.5 7.9h.01`,
  },
  clothes: {
    body: "M8.5 4 3 7l2 4.2 2-1V20h10v-9.8l2 1L21 7l-5.5-3c-.7 1.6-1.8 2.3-3.5 2.3S9.2 5.6 8.5 4z",
    line: "M8.5 4 3 7l2 4.2 2-1V20h10v-9.8l2 1L21 7l-5.5-3c-.7 1.6-1.8 2.3-3.5 2.3S9.2 5.6 8.5 4zM9.8 12.5l2 2M11.8 12.5l-2 2M12.7 12.5l2 2M14.7 12.5l-2 2",
  },
  electronics: {
    body: "M3 5h13.5v9.5H3zM15 9h6v11h-6z",
    line: "M15 14.5H3V5h13.5v4M1.8 18H15M15 9h6v11h-6zM18 17.3h.01",
  },
  furniture: {
    body: "M7 4h10v5.5H7zM5.5 13h13v3h-13z",
    line: "M7 13V4h10v9M7 9.5h10M5.5 13h13v3h-13zM7 16v5M17 16v5",
  },
  bag: {
    body: "M4 8.5h16V20H4z",
    line: "M4 8.5h16V20H4zM9 8.5V6a3 3 0 0 1 6 0v2.5M4 13.5h6.5M13.5 13.5H20M10.5 12h3v3.3h-3z",
  },
  zipper: {
    body: "M10 13h4l1.2 5.2a3.2 3.2 0 0 1-6.4 0z",
    line: "M12 2.5V13M9 4.5h3M12 6.5h3M9 8.5h3M12 10.5h3M10 13h4l1.2 5.2a3.2 3.2 0 0 1-6.4 0zM12 17v1.5",
  },
};
