import { html, Markup } from "./html.ts";
import { light } from "./theme.ts";

/** Width of the pictures in pixels: the column of a page of the Marketplace, and of a README. */
export const pictureWidth = 760;

/** What a page shows. */
export interface PageContent {
  readonly style: string;
  readonly body: Markup;
  /** In pixels; {@link pictureWidth} when absent. */
  readonly width?: number;
}

/** A whole page to take a picture of. It loads nothing: all images in it are inline. */
export function pageOf({ style, body, width = pictureWidth }: PageContent): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Picture</title>
<style>${new Markup(`${commonStyle}body { width: ${width}px; }${style}`)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

const commonStyle = `
* { box-sizing: border-box; }
body {
  margin: 0; background: ${light.page}; color: ${light.text};
  font: 14px/20px "Segoe UI", "Liberation Sans", Arial, sans-serif;
}
a { color: ${light.link}; text-decoration: none; }
code { font: 12px "DejaVu Sans Mono", Consolas, monospace; background: ${light.code}; padding: 1px 4px; border-radius: 3px; }
svg { vertical-align: middle; flex: none; }
`;
