import type { ConsoleApi } from "../console-api.ts";
import { element, wordsOf } from "./element.ts";
import { Field } from "./field.ts";

const hint = "This page forgets it when you close or reload it.";

/** A form that signs a person in; `signedIn` is called then. */
export function signInForm(api: ConsoleApi, signedIn: () => void): HTMLElement {
  const isToken = api.signInWith === "token";
  const user = new Field({ label: "User name", isRequired: true, autocomplete: "username" });
  const secretLabel = isToken ? "Token" : "Password";
  const secret = new Field({ label: secretLabel, kind: "password", hint, isRequired: true });
  const fields = isToken ? [secret] : [user, secret];
  const submit = element("button", { type: "submit", class: "primary" }, "Sign in");
  const form = element("form", { novalidate: true }, ...fields.map((each) => each.element), submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!fields.every((field) => field.check())) return;
    submit.disabled = true;
    api
      .signIn(user.value, secret.value)
      .then(signedIn, (error: unknown) => secret.fail(wordsOf(error)))
      .finally(() => {
        submit.disabled = false;
      });
  });
  return element("section", { class: "card sign-in" }, element("h1", { tabindex: "-1" }, "Sign in"), form);
}
