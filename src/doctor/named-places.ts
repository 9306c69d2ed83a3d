import { isObject, listOf, objectOf, textOf } from "../core/json.ts";

/** How a page, script or settings file of an API viewer names its document. */
const namings: readonly RegExp[] = [
  /\b(?:configUrl|spec-?url|url)["']?\s{0,9}[:=]\s{0,9}["'`]([^"'`\s<>]{1,500})["'`]/gi,
  /\bdata-(?:url|spec-url)\s{0,9}=\s{0,9}["']([^"']{1,500})["']/gi,
];

/** A link. Only one that matches `descriptionLink` is followed. */
const link = /\bhref\s{0,9}=\s{0,9}["']([^"'<>]{1,500})["']/gi;
const descriptionLink = /swagger|openapi|api-docs/i;

/** A script. Only a viewer's configuration is read; the viewer's own code is large and names no document. */
const script = /\bsrc\s{0,9}=\s{0,9}["']([^"'<>]{1,500})["']/gi;
const setUpScript = /(config|index|init).*\.js/i;

/** Style sheets, icons and the viewer itself. */
const noDocument = /\.(css|png|svg|ico|map)(\?|$)|bundle|standalone|preset/i;

/** The most places that are returned, more than are ever visited. */
const mostPlaces = 30;

/** The longest address that is visited, in characters. */
const longestPlace = 2000;

/** How much of a page is read, in characters. */
const longestPage = 200_000;

/** The places that a page or script names as its document or as a further page, most likely first. */
export function placesNamedIn(text: string): string[] {
  const page = text.slice(0, longestPage);
  const found = (naming: RegExp) => [...page.matchAll(naming)].map(([, place = ""]) => place);
  const links = found(link).filter((place) => descriptionLink.test(place));
  const scripts = found(script).filter((place) => setUpScript.test(place));
  const named = [...namings.flatMap(found), ...links, ...scripts].filter((place) => !noDocument.test(place));
  return [...new Set(named)].slice(0, mostPlaces);
}

/** The places in a viewer's settings (`swagger-config` of springdoc): `url`, and each of `urls`. */
export function placesNamedBy(document: unknown): string[] {
  if (!isObject(document)) return [];
  const urls = [document, ...listOf(document.urls).slice(0, mostPlaces)].map((each) => textOf(objectOf(each).url));
  return urls.filter((url) => url !== "" && url.length <= longestPlace);
}
