/**
 * Colours of the map, light and dark. Three of them carry meaning everywhere: one blue for walking rings, warm tones
 * for a gap, grey for unknown. Outlets are ink, so that they never compete with those three.
 */
export interface MapPalette {
  land: string;
  residential: string;
  compound: string;
  commercial: string;
  industrial: string;
  school: string;
  hospital: string;
  green: string;
  farmland: string;
  square: string;
  water: string;
  waterLine: string;
  building: string;
  buildingLine: string;
  barrier: string;
  gate: string;
  motorway: string;
  road: string;
  roadCasing: string;
  foot: string;
  footCasing: string;
  steps: string;
  rail: string;
  label: string;
  labelQuiet: string;
  labelWater: string;
  halo: string;
  ring: string;
  ringLine: string;
  ink: string;
  paper: string;
  accent: string;
  onAccent: string;
}

const light: MapPalette = {
  land: "#f4f2ed",
  residential: "#f1eee8",
  compound: "#ebe6dc",
  commercial: "#f4eae4",
  industrial: "#eceaf0",
  school: "#f3efdc",
  hospital: "#f6e9e9",
  green: "#dcead3",
  farmland: "#eaefdc",
  square: "#efe7dc",
  water: "#bcd9ea",
  waterLine: "#a3c8df",
  building: "#e2dcd2",
  buildingLine: "#cbc2b4",
  barrier: "#9c8f7c",
  gate: "#7a6a54",
  motorway: "#e3e2e6",
  road: "#ffffff",
  roadCasing: "#d6d0c6",
  foot: "#a3794f",
  footCasing: "#fffaf2",
  steps: "#8a4f24",
  rail: "#a9a9b3",
  label: "#39414d",
  labelQuiet: "#646c78",
  labelWater: "#3a7196",
  halo: "rgba(255,255,255,0.92)",
  ring: "#1d5fd1",
  ringLine: "#1a4fae",
  ink: "#2a3342",
  paper: "#ffffff",
  accent: "#1d5fd1",
  onAccent: "#ffffff",
};

const dark: MapPalette = {
  land: "#14181d",
  residential: "#171b21",
  compound: "#1b2027",
  commercial: "#201c20",
  industrial: "#1b1c24",
  school: "#201f1a",
  hospital: "#241c1f",
  green: "#16241b",
  farmland: "#1a2118",
  square: "#211f1c",
  water: "#132c40",
  waterLine: "#1d3d55",
  building: "#242a32",
  buildingLine: "#333b46",
  barrier: "#5f584d",
  gate: "#a3937b",
  motorway: "#262a33",
  road: "#333b46",
  roadCasing: "#0f1216",
  foot: "#a5835f",
  footCasing: "#14181d",
  steps: "#d2a06d",
  rail: "#4b4f5b",
  label: "#d3dae3",
  labelQuiet: "#9aa4b1",
  labelWater: "#7fb2d6",
  halo: "rgba(13,16,20,0.9)",
  ring: "#5b9bff",
  ringLine: "#8cb8ff",
  ink: "#dfe5ee",
  paper: "#1a2028",
  accent: "#7fb0ff",
  onAccent: "#0c1b33",
};

export function mapPalette(isDark: boolean): MapPalette {
  return isDark ? dark : light;
}
