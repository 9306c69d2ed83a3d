/** Contrast of an element's text and what is behind it, from 1 to 21, as WCAG 2 defines it. */
export function contrastOf(element: Element): number {
  const text = luminanceOf(channelsOf(getComputedStyle(element).color));
  const ground = luminanceOf(groundOf(element));
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
}

function groundOf(element: Element): number[] {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = channelsOf(getComputedStyle(each).backgroundColor);
    if (alpha === 1) return [red, green, blue];
  }
  return [255, 255, 255];
}

function channelsOf(color: string): number[] {
  return (color.match(/[\d.]+/g) ?? []).map(Number);
}

function luminanceOf([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
