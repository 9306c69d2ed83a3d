/**
 * What the tasks use of age. They import this file only when they encrypt or decrypt, so that the build makes it a file of
 * its own.
 */
export { encryptText, isRecipient, openInvitation } from "./encryption.ts";
export { fingerprintsOf, keyIn } from "./given-key.ts";
