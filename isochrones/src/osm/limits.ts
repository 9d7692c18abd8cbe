/** More nodes, members or tags no element has; a million of them would only fill memory. */
export const MAX_PARTS = 1_000_000;
