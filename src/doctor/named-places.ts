import { isObject, listOf, objectOf, textOf } from "../core/json.ts";

/** How a page, a script or a settings file of an API viewer names the document that it shows. */
const namings: readonly RegExp[] = [
  /\b(?:configUrl|spec-?url|url)["']?\s{0,9}[:=]\s{0,9}["'`]([^"'`\s<>]{1,500})["'`]/gi,
  /\bdata-(?:url|spec-url)\s{0,9}=\s{0,9}["']([^"']{1,500})["']/gi,
];

/** A link; only one that says so leads to a description. */
const link = /\bhref\s{0,9}=\s{0,9}["']([^"'<>]{1,500})["']/gi;
const descriptionLink = /swagger|openapi|api-docs/i;

/** Scripts in which a viewer is set up; its code itself is large and names nothing. */
const script = /\bsrc\s{0,9}=\s{0,9}["']([^"'<>]{1,500})["']/gi;
const setUpScript = /config|index|init/i;

/** A style sheet, an icon or the viewer itself. */
const noDocument = /\.(css|png|svg|ico|map)(\?|$)|bundle|standalone|preset/i;

/** More places than are ever visited. */
const mostPlaces = 30;

/** A longer address is not visited, in characters. */
const longestPlace = 2000;

/** More of a page is not looked at, in characters. */
const longestPage = 200_000;

/** The places that a page or script names as its document or as where to read more, most telling first. */
export function placesNamedIn(text: string): string[] {
  const page = text.slice(0, longestPage);
  const found = (naming: RegExp) => [...page.matchAll(naming)].map(([, place = ""]) => place);
  const links = found(link).filter((place) => descriptionLink.test(place));
  const scripts = found(script).filter((place) => setUpScript.test(place) && /\.js/i.test(place));
  const named = [...namings.flatMap(found), ...links, ...scripts].filter((place) => !noDocument.test(place));
  return [...new Set(named)].slice(0, mostPlaces);
}

/** The places that a viewer's settings name (`swagger-config` of springdoc): `url`, and each of `urls`. */
export function placesNamedBy(document: unknown): string[] {
  if (!isObject(document)) return [];
  const urls = [document, ...listOf(document.urls).slice(0, mostPlaces)].map((each) => textOf(objectOf(each).url));
  return urls.filter((url) => url !== "" && url.length <= longestPlace);
}
