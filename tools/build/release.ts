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
 * The release that a checkout describes: the version and, for a build that somebody will publish, the documentation's
 * address (`homepage`) of package.json. A build for trying has the publisher of vss-extension.json, and only a given address.
 * @throws UsageError when a build that somebody will publish has no usable publisher or address
 */
export function releaseOf(root: string, { publisher, documentation }: ReleaseOptions = {}): Release {
  const { version, homepage }: { version: string; homepage: string } = manifest(root, "package.json");
  if (publisher === undefined) {
    const extension: { publisher: string } = manifest(root, "vss-extension.json");
    const given = documentation === undefined || isPlaceholder(addressOf(documentation)) ? undefined : documentation;
    return { version, publisher: extension.publisher, documentation: given };
  }
  const address = addressOf(documentation ?? homepage);
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
    url?.protocol === "https:" && url.username === "" && text.endsWith("/") && !/["'<>()#\s\\`]/.test(text);
  if (isUsable) return text;
  throw new UsageError(`"${text}" is no https address that ends with a slash. ${howToGiveAddress}`);
}

/** Whether an address leads nowhere: its host has a name that is reserved for examples, or is no name but an IP address. */
function isPlaceholder(address: string): boolean {
  const { hostname } = new URL(address);
  return isReservedHost(hostname) || /^[\d.]+$|^\[/.test(hostname);
}

/** Whether a host can belong to nobody, because its name is reserved for examples and tests (RFC 2606, RFC 6761). */
export function isReservedHost(hostname: string): boolean {
  return /(?:^|\.)(?:example\.(?:com|net|org)|example|invalid|localhost|test)\.?$/.test(hostname);
}
