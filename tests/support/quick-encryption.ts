import { armor, Encrypter } from "age-encryption";

/** The passphrase of {@link encryptQuickly}, which the page and the tasks accept. */
export const passphrase = "river lamp seven orbit chalk";

/** Encrypts a text with {@link passphrase} as armored text, with less work than usual, so that tests are quick. */
export async function encryptQuickly(text: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(10);
  return armor.encode(await encrypter.encrypt(text));
}
