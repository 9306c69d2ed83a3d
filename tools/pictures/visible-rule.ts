/** The values of a form's inputs by name. */
export type FormValues = Readonly<Record<string, string>>;

/** Whether a form shows what has this `visibleRule`, according to the values in it. Something without a rule is shown. */
export function isVisible(rule: string | undefined, values: FormValues): boolean {
  if (rule === undefined) return true;
  // A rule has either && or ||.
  if (rule.includes("||")) return rule.split("||").some((condition) => holds(condition, values));
  return rule.split("&&").every((condition) => holds(condition, values));
}

const negated = "!=";

function holds(condition: string, values: FormValues): boolean {
  const operator = [negated, "==", "="].find((each) => condition.includes(each));
  if (operator === undefined) throw new Error(`A form cannot be drawn with the condition "${condition}".`);
  const [name = "", value = ""] = condition.split(operator).map((part) => part.trim());
  return (values[name] === value) !== (operator === negated);
}
