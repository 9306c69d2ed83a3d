/**
 * A stand-in for a module that no task reaches. Its members may be read and passed on, as libraries do while they
 * load; using one is an error that names the module and the member.
 */
export function leftOut(moduleName: string): object {
  return new Proxy({}, { get: (_target, member) => leftOutMember(moduleName, member) });
}

function leftOutMember(moduleName: string, member: string | symbol): unknown {
  // These two are asked for by module loaders and promises of any object at all.
  if (typeof member === "symbol" || member === "__esModule" || member === "then") return undefined;
  const refuse = (): never => {
    throw new Error(`${moduleName}.${member} is not part of this bundle: tools/build leaves ${moduleName} out.`);
  };
  return new Proxy(function memberLeftOut() {}, { apply: refuse, construct: refuse, get: refuse });
}
