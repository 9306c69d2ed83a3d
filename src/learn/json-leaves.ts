/** A value of a JSON document without members of its own. */
export type Scalar = string | number | boolean | null;

/** Where a value is in a JSON document. */
export interface LeafPlace {
  /** Member names and list positions from the root. */
  readonly steps: readonly string[];
  /** Which of the steps are positions in a list. */
  readonly lists: readonly number[];
}

/** A value and its place. */
export interface Leaf extends LeafPlace {
  readonly value: Scalar;
}

/** No request or answer of a node is nested deeper; what is deeper is not read. */
const mostLevels = 50;

type Visit = (value: Scalar, steps: readonly string[], lists: readonly number[]) => void;

/** Visits each value in the order of the document. The places are only valid during the visit. */
export function visitLeaves(document: unknown, visit: Visit): void {
  walk(document, [], [], visit);
}

function walk(value: unknown, steps: string[], lists: number[], visit: Visit): void {
  if (typeof value !== "object" || value === null) {
    if (value !== undefined) visit(value as Scalar, steps, lists);
    return;
  }
  if (steps.length > mostLevels) return;
  const isList = Array.isArray(value);
  if (isList) lists.push(steps.length);
  for (const [name, inner] of Object.entries(value)) {
    steps.push(name);
    walk(inner, steps, lists, visit);
    steps.pop();
  }
  if (isList) lists.pop();
}

/** Every value with its place, in the order of the document. */
export function leavesOf(document: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  visitLeaves(document, (value, steps, lists) => leaves.push({ value, steps: [...steps], lists: [...lists] }));
  return leaves;
}

/** The values outside of lists inside the document. */
export function plainLeavesOf(document: unknown): Leaf[] {
  return leavesOf(document).filter(({ lists }) => lists.length === 0);
}
