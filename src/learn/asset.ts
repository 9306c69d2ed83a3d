/** What tells a part of a web page from a call of an API. */
export interface RecordedResource {
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  /** The type that Chrome and Edge give it, such as `fetch`; "" when the recording has none. */
  readonly resourceType: string;
  readonly mimeType: string;
  readonly answerBody: string | undefined;
}

const assetTypes = /^(?:stylesheet|script|image|font|media|texttrack|manifest|signed-exchange|webbundle)$/i;
const assetMimes = /^(?:image|font|audio|video)\/|javascript|ecmascript|css|wasm|font-|manifest\+json/i;
const assetPaths =
  /\.(?:m?js|css|map|html?|png|jpe?g|gif|svg|ico|webp|avif|bmp|woff2?|ttf|otf|eot|mp[34]|web[ma]|og[gav]|wav|wasm)$/i;
const sourceMap = /\.map$/i;
const json = /[/+]json\b/i;
const html = /^(?:text\/html|application\/xhtml)/i;

/** Whether a request can only be for a part of a web page: a page, script, style, picture, font, film or source map. */
export function isAsset(resource: RecordedResource): boolean {
  const { method, url, resourceType, mimeType } = resource;
  if (method !== "GET" && method !== "HEAD") return false;
  if (json.test(mimeType)) return sourceMap.test(url.pathname) || /^manifest$/i.test(resourceType);
  if (assetTypes.test(resourceType) || assetMimes.test(mimeType)) return true;
  return html.test(mimeType) ? isPage(resource) : assetPaths.test(url.pathname);
}

/** A refusal may come as a page, and some servers call their JSON a page. */
function isPage({ status, answerBody = "" }: RecordedResource): boolean {
  return status < 400 && !/^\s*[[{]/.test(answerBody);
}
