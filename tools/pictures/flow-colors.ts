/** A ground and the colors of what is written and drawn on it. */
export interface Surface {
  readonly ground: string;
  readonly text: string;
  /** For text of less weight. */
  readonly quiet: string;
}

/** A set of colors of the flow. */
export interface FlowColors {
  readonly page: Surface;
  readonly node: Surface;
  readonly stage: Surface;
  readonly approval: Surface;
  readonly rejection: Surface;
  readonly line: string;
  readonly secret: string;
}

/** The sets of colors, by the names of the themes of a browser. */
export const flowColors = {
  light: {
    page: { ground: "#ffffff", text: "#1f2328", quiet: "#57606a" },
    node: { ground: "#e6eefb", text: "#123a6b", quiet: "#3b5680" },
    stage: { ground: "#f3f4f6", text: "#1f2328", quiet: "#57606a" },
    approval: { ground: "#fff3d6", text: "#573a00", quiet: "#6b4e12" },
    rejection: { ground: "#fdeceb", text: "#8c1d18", quiet: "#8a3a35" },
    line: "#8a94a3",
    secret: "#9a5b00",
  },
  dark: {
    page: { ground: "#0d1117", text: "#e6edf3", quiet: "#a3adb9" },
    node: { ground: "#16284a", text: "#cfe1ff", quiet: "#a9c3ec" },
    stage: { ground: "#1f2630", text: "#e6edf3", quiet: "#a9b4c0" },
    approval: { ground: "#3b2e0e", text: "#ffdf9e", quiet: "#e3c583" },
    rejection: { ground: "#401c1b", text: "#ffc4be", quiet: "#eba8a1" },
    line: "#6f7b8a",
    secret: "#f0b45c",
  },
} as const satisfies Readonly<Record<string, FlowColors>>;

/** A name of a set of colors. */
export type Theme = keyof typeof flowColors;
