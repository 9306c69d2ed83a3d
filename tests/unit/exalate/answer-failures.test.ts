import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Failure } from "../../../src/core/failure.ts";
import {
  type AnsweredCall,
  codeNotShown,
  conflict,
  destinationNameTaken,
  failureOf,
  isInvalidInvitation,
  isWebPage,
  missingValue,
  nodeWords,
} from "../../../src/exalate/answer-failures.ts";
import { ConflictFailure, UnexpectedAnswerFailure } from "../../../src/exalate/call-failures.ts";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import type { OperationName } from "../../../src/exalate/profile/operations.ts";
import { checkApiRemedy } from "../../../src/exalate/profile/remedy.ts";
import type { HttpAnswer } from "../../../src/http/http.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { answer } from "../../support/fake-transport.ts";

const { secrets } = new FakeAgent();
const host = "node.contoso.com";
const page = "<!DOCTYPE html><html><body>Not here</body></html>";

/** The form of the first call was observed at Exalate. The form of the second is assumed. */
const [observed, assumed] = ["listConnections", "initiateConnection"] as const;

function answered(name: OperationName, given: HttpAnswer, isRepeated = false): AnsweredCall {
  const operation = defaultNodeApi.operations[name];
  assert.ok(operation);
  return { api: defaultNodeApi, name, operation, host, answer: given, isRepeated };
}

function failure(name: OperationName, status: number, body: unknown = "", headers: Record<string, string> = {}) {
  return failureOf(answered(name, answer(status, body, headers)), secrets);
}

describe("The failure for an answer", () => {
  const statuses: [name: OperationName, code: string, statuses: number[]][] = [
    [observed, "EXA211", [300, 301, 302, 303, 307, 308, 399]],
    [observed, "EXA202", [401, 403]],
    ["authenticate", "EXA201", [401, 403]],
    ["authenticate", "EXA203", [404, 405]],
    [observed, "EXA208", [400, 402, 404, 405, 406, 409, 415, 418, 422, 428, 499]],
    [assumed, "EXA208", [400, 404, 405, 409, 415, 422]],
    [observed, "EXA210", [408, 429, 500, 501, 503, 599]],
    [assumed, "EXA210", [408, 429, 500]],
  ];
  for (const [name, code, each] of statuses) {
    it(`is ${code} when ${name} is answered with ${each.join(", ")}`, () => {
      for (const status of each) assert.equal(failure(name, status).code, code, `${status}`);
    });
  }

  it("treats 404 as an unknown call only without a message from the node, and 405 always", () => {
    const isUnknown = (status: number, body: unknown) => failure(observed, status, body).remedy === checkApiRemedy;
    assert.deepEqual(
      [isUnknown(404, ""), isUnknown(404, "No such project"), isUnknown(405, ""), isUnknown(405, "Use POST")],
      [true, false, true, true],
    );
    assert.ok(failure(observed, 404, "No such project").happened.includes("No such project"));
  });

  it("treats a web page as a missing node for an observed call, but not for an assumed one", () => {
    assert.equal(failure(observed, 404, page).code, "EXA203");
    assert.equal(failure(observed, 405, page).code, "EXA203");
    assert.equal(failure(assumed, 404, page).code, "EXA208");
    assert.equal(failure(observed, 404, { message: "gone" }).code, "EXA208");
  });

  it("leads to the doctor and the recording when the form of the call can be the cause", () => {
    assert.ok(failure(assumed, 400).remedy.endsWith(checkApiRemedy));
    assert.ok(!failure(observed, 409).remedy.includes(checkApiRemedy));
    assert.ok(failure(observed, 400).remedy.endsWith(checkApiRemedy));
    assert.ok(failure(assumed, 400).happened.includes("assumed"));
    assert.ok(!failure(observed, 400).happened.includes("assumed"));
    assert.ok(failure(assumed, 405).happened.includes("assumed"));
    assert.ok(failure(observed, 405).happened.endsWith("HTTP 405; this call is observed in public code."));
    for (const remedy of [failure(observed, 404), failure(observed, 404, "No"), failure("authenticate", 404)])
      assert.ok(remedy.message.endsWith(checkApiRemedy), remedy.message);
  });

  it("names the call when the form of the request or of the answer can be the cause", () => {
    const operationOf = (each: Failure) => (each instanceof UnexpectedAnswerFailure ? each.operation : undefined);
    for (const status of [400, 404, 405, 415, 422]) {
      assert.equal(operationOf(failure(assumed, status)), "initiateConnection", `${status}`);
      assert.equal(operationOf(failure(observed, status)), observed, `${status}`);
    }
    for (const status of [404, 405]) assert.equal(operationOf(failure("authenticate", status)), "authenticate");
    for (const status of [401, 403]) assert.equal(operationOf(failure("authenticate", status)), "authenticate");
    for (const status of [302, 406, 409, 418, 429, 500]) {
      assert.equal(operationOf(failure(assumed, status)), undefined, `${status}`);
    }
    for (const status of [200, 299]) {
      assert.equal(operationOf(missingValue(answered(assumed, answer(status, {})), "id")), "initiateConnection");
      assert.equal(operationOf(missingValue(answered(observed, answer(status, {})), "list")), "listConnections");
    }
  });

  it("names the missing value, and treats a web page as a missing node", () => {
    const { code, happened } = missingValue(answered(assumed, answer(200, {})), "connectionId");
    assert.deepEqual([code, happened.includes("connectionId")], ["EXA209", true]);
    const none = missingValue(answered(assumed, answer(200, page)), "connectionId");
    assert.deepEqual([none.code, none.happened.includes("web page")], ["EXA203", true]);
    assert.ok(failure("authenticate", 404).happened.includes("HTTP 404"));
  });
});

describe("The failure for a code that is not shown again", () => {
  it("names the call and how it is known, and suggests to replace the connection", () => {
    const { code, message } = codeNotShown(host, answered("readInvitation", answer(404)));
    assert.equal(code, "EXA303");
    assert.match(message, /GET \/connections\/\{connectionId\}\/invitation answered HTTP 404; this call is assumed/);
    assert.match(message, /ifExists: replace/);
    assert.match(codeNotShown(host).message, /the API overrides have no call for it/);
  });
});

describe("A license refusal", () => {
  for (const words of [
    "Too many connections are using the connection-based license",
    "A Connection-Based Licence is needed",
    "Not on the free plan",
    "The license is used up",
    "The licence has ended",
    "The license was revoked",
    "This licence does not cover it",
    "Over the license limit",
    "Licence expired",
    "There is no license",
    "Invalid licence",
    "An expired license",
    'For "a" there is no license for "b"',
  ]) {
    it(`is recognized by "${words}"`, () => {
      for (const status of [400, 402, 403, 500]) assert.equal(failure(observed, status, words).code, "EXA205");
      assert.equal(failure("authenticate", 401, { message: words }).code, "EXA205");
    });
  }

  for (const words of [
    "Project License Management is archived",
    'Project "no license" is not known',
    'Neither "a" nor "free plan" is known',
    "Freeplan",
  ]) {
    it(`is not recognized by ${words}`, () => assert.equal(failure(observed, 400, { message: words }).code, "EXA208"));
  }

  it("is not recognized in a redirect", () => assert.equal(failure(observed, 302, "no license").code, "EXA211"));
});

describe("The node's own message", () => {
  const words = (body: unknown) => nodeWords(answered(observed, answer(400, body)), secrets);

  it("is the error message or the plain text of the answer", () => {
    const cases: [body: unknown, words: string][] = [
      [{ message: "one", error: "two" }, "one"],
      [{ error: "two" }, "two"],
      ["plain\nwords", "plain words"],
      ['"quoted"', "quoted"],
      [{ code: 7 }, ""],
      ["", ""],
      [page, ""],
      ["\n <html lang='en'>", ""],
      ["<head>", ""],
      ["<BODY class='x'>", ""],
      ["a <html> page", "a <html> page"],
      ["<htmlx>", "<htmlx>"],
    ];
    for (const [body, said] of cases) assert.equal(words(body), said, JSON.stringify(body));
  });

  it("is quoted in every failure together with the host", () => {
    for (const [name, status, said] of [
      [observed, 400, "Not like this"],
      [observed, 401, "Not you"],
      ["authenticate", 401, "Wrong password"],
      [observed, 403, "There is no license"],
      [observed, 405, "Use POST"],
      [observed, 500, "boom"],
    ] as const) {
      const { happened } = failure(name, status, { message: said });
      assert.ok(happened.includes(`"${said}"`) && happened.includes(host), happened);
    }
  });

  it("is left out when there is none", () => {
    for (const each of [failure(observed, 400), failure(observed, 500, page), failure(observed, 401, {})]) {
      assert.ok(!each.happened.includes('"'), each.happened);
    }
    assert.ok(failure(observed, 500, "boom").happened.includes('"boom"'));
  });

  it("counts as a web page only when it begins as one", () => {
    assert.deepEqual([isWebPage(page), isWebPage(`x${page}`), isWebPage("<!-- x -->")], [true, false, false]);
  });
});

describe("The target of a redirect", () => {
  const shown = (location?: string) => failure(observed, 302, "", location === undefined ? {} : { location }).happened;

  it("is shown only with its host and path", () => {
    for (const [location, target] of [
      ["https://else.contoso.com/sign/in?code=x1#y2", "https://else.contoso.com/sign/in."],
      ["//else.contoso.com/a", "https://else.contoso.com/a."],
      ["//node.contoso.com.example/a", "https://node.contoso.com.example/a."],
      ["http://node.contoso.com/login", "http://node.contoso.com/login."],
      ["HTTPS://node.contoso.com/login", "https://node.contoso.com/login."],
    ] as const) {
      assert.ok(shown(location).includes(target), shown(location));
      assert.ok(!/x1|y2/.test(shown(location)), shown(location));
    }
  });

  it("is shown as a path when the node gives only a path", () => {
    for (const [location, path] of [
      ["/login?code=x1", " /login on node.contoso.com"],
      ["/go?to=https://else.contoso.com", " /go on node.contoso.com"],
    ] as const) {
      assert.ok(shown(location).includes(path), shown(location));
    }
  });

  it("is called unknown when it is missing or ambiguous", () => {
    for (const location of [
      undefined,
      "",
      "ftp://else.contoso.com/a",
      "https://u:pw@else@/",
      "https://else.contoso.com/a@b",
    ]) {
      assert.match(shown(location), /unknown address/, location);
    }
  });
});

describe("A refused invitation", () => {
  const isRefused = (status: number, body: unknown) =>
    isInvalidInvitation(answered("acceptInvitation", answer(status, body)), secrets);

  it("is recognized by Exalate's own words, and only in a refusal", () => {
    for (const words of [
      "Invitation code is invalid",
      "The invitation code is not valid",
      "Get a new invitation code",
    ]) {
      assert.deepEqual(
        [200, 399, 400, 404, 499, 500, 503].filter((status) => isRefused(status, { message: words })),
        [400, 404, 499],
      );
    }
    for (const words of ["", "The invitation code is fine", "Unknown project"]) assert.ok(!isRefused(400, words));
  });
});

describe("A conflict", () => {
  it("says whether the call was repeated", () => {
    for (const isRepeated of [false, true]) {
      const call = answered(assumed, answer(409, "exists"), isRepeated);
      const [one, other] = [conflict(call, secrets), destinationNameTaken(call, secrets)];
      assert.ok(one instanceof ConflictFailure && other instanceof ConflictFailure);
      assert.deepEqual([one.code, one.isRepeated], ["EXA208", isRepeated]);
      assert.deepEqual([other.code, other.isRepeated], ["EXA308", isRepeated]);
      assert.ok(one.happened.includes("exists") && other.happened.includes("exists"));
    }
  });

  it("is not reported when the license is the reason", () => {
    const reason = conflict(answered(assumed, answer(409, "There is no license")), secrets);
    assert.ok(!(reason instanceof ConflictFailure));
    assert.equal(reason.code, "EXA205");
  });
});
