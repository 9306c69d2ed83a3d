/** The value at a JSON pointer (RFC 6901). `/` means the whole document. Undefined when nothing is there. */
export function atPointer(document: unknown, pointer: string): unknown {
  return pointer === "/" ? document : atSteps(document, pointerSteps(pointer));
}

/** The value that these member names lead to, one inside the other. Undefined when nothing is there. */
export function atSteps(document: unknown, steps: readonly string[]): unknown {
  return steps.reduce(member, document);
}

/** The member names of a pointer, in order. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function member(parent: unknown, name: string): unknown {
  if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, name)) return undefined;
  return (parent as Record<string, unknown>)[name];
}

/** The pointer made of these member names. */
export function pointerTo(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
