/**
 * The values that a path of the form `$.list[?(@.member == 'text' && …)]` selects, or a member of them, with `==`, `<=` and `>=`
 * as Newtonsoft.Json compares (JPath.cs, QueryExpression.cs and JValue.cs of JamesNK/Newtonsoft.Json), which is what
 * Azure DevOps uses: JSONPath libraries for JavaScript compare numbers with texts in other ways.
 * @throws Error for a path of another form, and for a number compared by size with a text that is none
 */
export function select(path: string, json: object): unknown[] {
  const [, list, filter, member] = /^\$\.(\w+)\[\?\((.*)\)\](?:\.(\w+))?$/s.exec(path) ?? [];
  if (list === undefined || filter === undefined) {
    throw new Error(`"${path}" is not a path of the form $.list[?(filter)] or $.list[?(filter)].member.`);
  }
  const conditions = conditionsOf(filter);
  const found = itemsOf(json, list).filter((item) => conditions.every((condition) => holds(condition, item)));
  if (member === undefined) return found;
  return found.flatMap((item) => (Object.hasOwn(item, member) ? [item[member]] : []));
}

type Item = Readonly<Record<string, unknown>>;

interface Condition {
  readonly member: string;
  readonly operator: string;
  readonly text: string;
}

const pattern = /\s*@\.(\w+)\s*(==|>=|<=)\s*'((?:\\['\\]|[^'\\])*)'\s*(&&|$)/y;

function conditionsOf(filter: string): Condition[] {
  const conditions: Condition[] = [];
  for (let at = 0, isMore = true; isMore; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const [, member, operator, text, joint] = pattern.exec(filter) ?? [];
    if (member === undefined || operator === undefined || text === undefined) {
      throw new Error(`"${filter.slice(at)}" is not a condition.`);
    }
    conditions.push({ member, operator, text: text.replace(/\\(.)/gs, "$1") });
    isMore = joint === "&&";
  }
  return conditions;
}

function itemsOf(json: object, list: string): Item[] {
  const items: unknown = Object.entries(json).find(([name]) => name === list)?.[1];
  return Array.isArray(items) ? items.filter((item) => typeof item === "object" && item !== null) : [];
}

function holds({ member, operator, text }: Condition, item: Item): boolean {
  const value = item[member];
  if (operator === "==") return value === text;
  const order = orderOf(value, text);
  return operator === ">=" ? order >= 0 : order <= 0;
}

/** Negative, zero or positive when the value is less than, equal to or greater than the text, or NaN for other types. */
function orderOf(value: unknown, text: string): number {
  if (value === null) return -1;
  if (typeof value === "string") return value === text ? 0 : value < text ? -1 : 1;
  if (typeof value !== "number") return Number.NaN;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Error(`"${text}" is not a whole number, but ${value} is.`);
  return value - Number(text);
}
