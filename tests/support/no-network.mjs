// Preloaded by a process that must work without network: a connection ends it at once.
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

function refuse() {
  process.stderr.write("a connection was tried\n");
  process.exit(70);
}

net.Socket.prototype.connect = refuse;
dgram.createSocket = refuse;
dns.lookup = refuse;
dns.promises.lookup = refuse;
