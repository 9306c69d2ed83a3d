import { isObject, listOf, objectOf, textOf } from "./document.ts";

/** How a page, a script or a settings file of an API viewer names the document that it shows. */
const namings: readonly RegExp[] = [
  /\b(?:configUrl|spec-?url|url)["']?\s{0,9}[:=]\s{0,9}["'`]([^"'`\s<>]{1,500})["'`]/gi,
  /\bdata-(?:url|spec-url)\s{0,9}=\s{0,9}["']([^"']{1,500})["']/gi,
  /<(?:a|link)\b[^>]{0,300}?\bhref\s{0,9}=\s{0,9}["']([^"']{0,200}(?:swagger|openapi|api-docs)[^"']{0,200})["']/gi,
];

/** Scripts in which a viewer is set up; its code itself is large and names nothing. */
const setUpScript =
  /<script\b[^>]{0,300}?\bsrc\s{0,9}=\s{0,9}["']([^"']{0,200}(?:initializer|config|index|init)[^"']{0,100}\.js[^"']{0,100})["']/gi;

/** A style sheet, an icon or the viewer itself. */
const noDocument = /\.(css|png|svg|ico|map)(\?|$)|bundle|standalone|preset/i;

/** More of a page is not looked at, in characters. */
const longestPage = 200_000;

/** The places that a page or script names as its document or as where to read more, most telling first. */
export function placesNamedIn(text: string): string[] {
  const page = text.slice(0, longestPage);
  const named = [...namings, setUpScript].flatMap((naming) =>
    [...page.matchAll(naming)].map(([, place = ""]) => place),
  );
  return [...new Set(named.filter((place) => !noDocument.test(place)))];
}

/** The places that a viewer's settings name (`swagger-config` of springdoc): `url`, and each of `urls`. */
export function placesNamedBy(document: unknown): string[] {
  if (!isObject(document)) return [];
  const urls = [document, ...listOf(document.urls)].map((each) => textOf(objectOf(each).url));
  return urls.filter((url) => url !== "");
}
