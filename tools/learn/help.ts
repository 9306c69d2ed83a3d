/** What `--help` prints. */
export const help = `Usage: npm run learn -- --initiating <file.har> [--accepting <file.har>] <what you typed> [options]

Learns the calls of an Exalate node from what your browser recorded while you set a connection up by hand, and prints
the API overrides for the service connection. Works without network. You need not be a developer:

On the node that initiates:
  1. Open the browser's developer tools (F12), tab Network. Tick "Preserve log" (Firefox: "Persist Logs" in its menu).
  2. Sign in to the Exalate console; if you are signed in, sign out first. Open the list of connections.
  3. Initiate a connection and copy the invitation code. Let all that you type differ, and write it down. A failed first
     try does no harm.
  4. Open the code of the new connection again. Then initiate a second connection that nobody needs, and delete it.
  5. When the other side has accepted, open or refresh the list until the first connection is active.
  6. Save the recording: "Export HAR" (Chrome, Edge) or "Save All As HAR" (Firefox) in the tab Network. Chrome leaves
     cookies and authorization out unless its settings allow "HAR with sensitive data". Try without them first.
On the node that accepts, record in the same way: sign in, open the list, accept the code, refresh until active.
Then run this command, and delete the recordings: they hold your session, and may hold passwords and the code.
docs/node-api.md shows all this with pictures.

What was recorded:
  --initiating <file>        the recording of the node that initiates
  --accepting <file>         the recording of the node that accepts
  --node <url>               the node that initiates, when its recording shows several
What you typed:
  --destination-url <url>    --local-short-name <text>  --destination-short-name <text>  --project <text>
  --connection-name <text>   default: <local short name>_to_<destination short name>
  --description <text>       --mode <mode>              script (default) or basic
  --accepting-project <text> when another project was chosen on the side that accepts
Output:
  --save <file>              write the API overrides to a file
  --json                     print JSON, for a program
  --help                     print this help

Exit code: 0 if nothing is left to edit, 1 if something is (lines that begin with EDIT), 2 if it cannot be told.
`;
