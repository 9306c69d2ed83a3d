import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command-line.ts";

/** What a build says of itself, in its manifests, pages and messages. */
export interface Release {
  /** Three numbers, such as `1.0.0`: the version of package.json. */
  readonly version: string;
  /** Id of the publisher in the Visual Studio Marketplace. */
  readonly publisher: string;
  /** The address in front of the paths of the repository's pages. Undefined in a build that is only for trying. */
  readonly documentation: string | undefined;
}

/** What a publisher decides. */
export interface ReleaseOptions {
  /** Id of the publisher who will publish the build. Without it, the build is only for trying. */
  readonly publisher?: string | undefined;
  /** In place of `homepage` in package.json. */
  readonly documentation?: string | undefined;
}

/**
 * The release that a checkout describes: the version and the documentation's address (`homepage`) of package.json, and
 * the publisher of vss-extension.json.
 * @throws UsageError when a build that somebody will publish has no usable publisher or address
 */
export function releaseOf(root: string, { publisher, documentation }: ReleaseOptions = {}): Release {
  const { version, homepage }: { version: string; homepage: string } = manifest(root, "package.json");
  const address = addressOf(documentation ?? homepage);
  if (publisher === undefined) {
    const extension: { publisher: string } = manifest(root, "vss-extension.json");
    return { version, publisher: extension.publisher, documentation: isPlaceholder(address) ? undefined : address };
  }
  if (!/^[A-Za-z0-9][\w.-]*$/.test(publisher)) {
    throw new UsageError(`--publisher is "${publisher}", which is no id of a publisher. Example: --publisher contoso`);
  }
  if (isPlaceholder(address))
    throw new UsageError(
      `${address} is a placeholder, so the links of a published extension would lead nowhere. ${howToGiveAddress}`,
    );
  return { version, publisher, documentation: address };
}

const howToGiveAddress =
  'Give the address in front of the paths of this repository\'s pages, with --documentation or as "homepage" in package.json. Example: https://github.com/contoso/exalate-azure-pipelines/blob/main/';

function manifest<T>(root: string, name: string): T {
  return JSON.parse(readFileSync(join(root, name), "utf8"));
}

/** The path of a page is appended to the address, so the end decides whether it leads to the page. */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable =
    url?.protocol === "https:" && url.username === "" && text.endsWith("/") && !/["'<>()\s\\`]/.test(text);
  if (isUsable) return text;
  throw new UsageError(`"${text}" is no https address that ends with a slash. ${howToGiveAddress}`);
}

/** Whether an address is only an example of one, because its host has a name that is reserved for examples. */
function isPlaceholder(address: string): boolean {
  return isReservedHost(new URL(address).hostname);
}

/** Whether a host can belong to nobody, because its name is reserved for examples and tests (RFC 2606, RFC 6761). */
export function isReservedHost(hostname: string): boolean {
  return /(?:^|\.)(?:example\.(?:com|net|org)|example|invalid|localhost|test)$/.test(hostname);
}
