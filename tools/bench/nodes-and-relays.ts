import { readFileSync } from "node:fs";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  type RecordedRequest,
  startExalateNode,
} from "../exalate-node/node.ts";
import type { NetworkPlaces, NetworkPlan, NodeAddress, Prepared, Traffic } from "./network-messages.ts";
import { Relay } from "./relay.ts";

/** A node with the relays through which it is reached. */
interface DistantNode {
  node: ExalateNode;
  readonly relays: readonly { readonly roundTrip: number; readonly relay: Relay }[];
}

/** The connections to all relays, and the requests of each node. */
interface Counts {
  readonly connections: number;
  readonly requests: readonly number[];
}

/** The nodes that tasks are measured with, each at several distances. */
export class NodesAndRelays {
  readonly #options: ExalateNodeOptions;
  readonly #destination: ExalateNode;
  readonly #initiating: DistantNode;
  readonly #others: readonly DistantNode[];
  #before: Counts = { connections: 0, requests: [] };

  private constructor(
    options: ExalateNodeOptions,
    destination: ExalateNode,
    initiating: DistantNode,
    others: readonly DistantNode[],
  ) {
    this.#options = options;
    this.#destination = destination;
    this.#initiating = initiating;
    this.#others = others;
  }

  /** Starts everything. @throws Error when a file cannot be read or a port cannot be used */
  static async start(plan: NetworkPlan): Promise<NodesAndRelays> {
    const options = optionsOf(plan);
    const initiating = await distant(options, plan.roundTripTimes);
    const others = plan.connectionCounts.map((connections) =>
      distant({ ...options, connections }, plan.statusRoundTripTimes),
    );
    // Without TLS, because what one node asks another is not measured.
    return new NodesAndRelays(options, await startExalateNode(), initiating, await Promise.all(others));
  }

  get places(): NetworkPlaces {
    return { addresses: this.#all().flatMap(addressesOf), destinationUrl: this.#destination.url };
  }

  /** Replaces the node on which connections are initiated by a new one, so that each run finds none. */
  async begin(): Promise<null> {
    await this.#initiating.node.close();
    this.#initiating.node = await startExalateNode(this.#options);
    this.#before = { connections: this.#connections(), requests: this.#all().map(({ node }) => node.requests.length) };
    return null;
  }

  /** What reached the nodes since {@link begin}. */
  traffic(): Traffic {
    const calls = this.#all().flatMap(({ node }, index) =>
      node.requests.slice(this.#before.requests[index]).map(callOf),
    );
    return { connections: this.#connections() - this.#before.connections, calls };
  }

  /** Prepares what tasks need that do not initiate. */
  prepare(): Prepared {
    const pending = { name: "Contoso_to_Fabrikam", remoteUrl: this.#destination.url };
    const invited = this.#destination.addConnection({ name: `Invitation_${Date.now()}`, remoteUrl: null });
    return {
      invitationCode: invited.invitationCode,
      pendingName: this.#initiating.node.addConnection(pending).name,
    };
  }

  #all(): readonly DistantNode[] {
    return [this.#initiating, ...this.#others];
  }

  #connections(): number {
    return this.#all().reduce(
      (sum, { relays }) => sum + relays.reduce((inner, { relay }) => inner + relay.connections, 0),
      0,
    );
  }
}

function callOf({ method, path }: RecordedRequest): string {
  return `${method} ${path.split("?")[0]}`;
}

function optionsOf({ certFile, keyFile, caFile }: NetworkPlan): ExalateNodeOptions {
  const [cert, key, ca] = [certFile, keyFile, caFile].map((file) => readFileSync(file, "utf8"));
  return { tls: { cert: cert ?? "", key: key ?? "", ca: ca ?? "" }, tokenPlace: "jwt" };
}

async function distant(options: ExalateNodeOptions, roundTripTimes: readonly number[]): Promise<DistantNode> {
  const made = { node: await startExalateNode(options) };
  const port = () => Number(new URL(made.node.url).port);
  const relays = roundTripTimes.map(async (roundTrip) => ({ roundTrip, relay: await Relay.start(port, roundTrip) }));
  return Object.assign(made, { relays: await Promise.all(relays) });
}

function addressesOf({ node, relays }: DistantNode): NodeAddress[] {
  const connections = node.connections().length;
  return relays.map(({ roundTrip, relay }) => ({ connections, roundTrip, url: `https://localhost:${relay.port}` }));
}
