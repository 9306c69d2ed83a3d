import type { InitiateOptions } from "../commands/initiate-options.ts";
import type { Agent } from "./agent.ts";
import type { DeliveryLimits } from "./delivery-checks.ts";
import type { Delivery } from "./encrypted-delivery.ts";

/**
 * Prepares to encrypt the code when the inputs or the admin ask for it. Call it before anything is initiated. Raises EXA102
 * and EXA7xx.
 */
export async function deliveryIfAsked(
  agent: Agent,
  options: InitiateOptions,
  limits: DeliveryLimits,
): Promise<Delivery | undefined> {
  const passphrase = agent.secretInput("passphrase");
  // A variable without a value must not publish a code that was meant to be encrypted.
  const blank = ["encryptFor", "passphrase"].filter((name) => agent.isBlank(name));
  const isPlain = options.encryptFor === "" && passphrase === undefined && options.publishCode;
  if (isPlain && !limits.requiresEncryption && blank.length === 0) return undefined;
  // Loaded only here, because most runs do not encrypt.
  const { prepareDelivery } = await import("./encrypted-delivery.ts");
  return prepareDelivery(agent, options, passphrase, limits, blank);
}
