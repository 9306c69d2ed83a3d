#!/usr/bin/env bash
# Initiates a connection as people do it by hand with curl and jq. "curl-calls.sh two" signs in and initiates, and checks
# nothing; "curl-calls.sh same" makes the calls of ExalateInitiate@1. The environment says what to call; see
# script-environment.ts.
set -euo pipefail

call() { curl --silent --show-error --fail --max-time 120 --cacert "$CA_FILE" "$@"; }
json="Content-Type: application/json"

jwt=$(call --header "$json" --data "$SIGN_IN" "$NODE_API/authenticate" | jq -er .jwt)
session="X-exalate-jwt: $jwt"

if [ "$1" = same ]; then
  call --header "$session" "$NODE_API/connections?offset=0&limit=100" | jq -e '.total == 0' >/dev/null
  call --header "$session" --get --data-urlencode "project=$PROJECT" "$NODE_API/scopeparams/search" |
    jq -e --arg name "$PROJECT" 'any(.results[]; .name == $name)' >/dev/null
  call --header "$session" --get --data-urlencode "url=$DESTINATION_URL" "$NODE_API/destinations" |
    jq -e .reachable >/dev/null
fi

code=$(call --header "$session" --header "$json" --data "$INITIATE" "$NODE_API/connections" | jq -er .invitationCode)

if [ "$1" = same ]; then
  call --header "$session" "$NODE_API/connections?offset=0&limit=100" | jq -e '.total == 1' >/dev/null
fi

echo "$code"
