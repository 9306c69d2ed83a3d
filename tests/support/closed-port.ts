/** A port of this machine at which no test and no system service listens, so that a connection to it is refused. */
export const closedPort = 1;
