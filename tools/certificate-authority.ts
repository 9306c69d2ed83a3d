import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether openssl is available to create certificates. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A certificate and its key, as PEM texts and as files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

const elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];

/** A private certificate authority for one test run, with its files in a temporary folder. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), "exalate-authority-"));
  /** The PEM file of the authority's certificate. */
  readonly caFile: string;
  readonly ca: string;

  constructor(name: string) {
    const { certFile, cert } = this.#make("ca", ["-x509", "-nodes", "-days", "2", "-subj", `/CN=${name}`]);
    this.caFile = certFile;
    this.ca = cert;
  }

  /** Issues a certificate for a host, localhost by default. A passphrase encrypts its key. */
  issue(name: string, { passphrase = "", host = "localhost" } = {}): Certificate {
    const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${host}`, "-days", "2"];
    const signed = ["-x509", "-CA", this.caFile, "-CAkey", join(this.#folder, "ca.key")];
    const notAuthority = ["-addext", "basicConstraints=critical,CA:FALSE"];
    const encrypted = passphrase === "" ? ["-nodes"] : ["-passout", `pass:${passphrase}`];
    return this.#make(name, [...signed, ...encrypted, ...subject, ...notAuthority]);
  }

  /** Writes another file to the folder of the authority. */
  write(name: string, text: string): string {
    const file = join(this.#folder, name);
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #make(name: string, options: readonly string[]): Certificate {
    const [certFile, keyFile] = [join(this.#folder, `${name}.pem`), join(this.#folder, `${name}.key`)];
    const made = spawnSync("openssl", ["req", ...elliptic, ...options, "-out", certFile, "-keyout", keyFile]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    return { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8"), certFile, keyFile };
  }
}
