import type { Masker } from "./masker.ts";

// Authorization parameters that the agent does not treat as secrets (MaskingUtil); it registers all others.
const publicAuthorizationParameters = new Set([
  "role",
  "scope",
  "tenantid",
  "issuedat",
  "expiresat",
  "audience",
  "authenticationtype",
  "authorizationtype",
  "accesstokentype",
  "accesstokenfetchingmethod",
  "usewindowssecurity",
  "unsecured",
  "oauthaccesstokenissupplied",
  "completecallbackpayload",
  "acceptuntrustedcertificates",
]);

/**
 * Registers a secret variable known at job start. Only for these, the agent also registers the base64 of the UTF-8
 * bytes, the forms with escaped line breaks, and each form without surrounding quotes or CR, LF and blanks (Worker.cs).
 */
export function registerJobStartSecret(masker: Masker, value: string): void {
  if (value.trim() === "") return;
  for (const form of [value, Buffer.from(value, "utf8").toString("base64")]) {
    registerTrimmedForms(masker, form);
    registerTrimmedForms(masker, escapeLineBreaks(form.replaceAll("%", "%AZP25")));
    registerTrimmedForms(masker, escapeLineBreaks(form));
  }
}

/** Registers the values of a connection's authorization parameters, except for the agent's fixed list. */
export function registerAuthorization(masker: Masker, parameters: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!publicAuthorizationParameters.has(name.toLowerCase())) masker.add(value);
  }
}

function registerTrimmedForms(masker: Masker, value: string): void {
  masker.add(value);
  for (const quote of ["'", '"']) {
    if (value.startsWith(quote) && value.endsWith(quote)) masker.add(trimOf(value, quote));
  }
  masker.add(trimOf(value, "\r\n "));
}

function escapeLineBreaks(value: string): string {
  return value.replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function trimOf(value: string, characters: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && characters.includes(value.charAt(start))) start++;
  while (end > start && characters.includes(value.charAt(end - 1))) end--;
  return value.slice(start, end);
}
