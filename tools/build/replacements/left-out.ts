/**
 * A replacement for a module that no task uses. Libraries can read and pass on its members while they load; calling a
 * member is an error with the names of module and member.
 */
export function leftOut(moduleName: string): object {
  return new Proxy({}, { get: (_target, member) => leftOutMember(moduleName, member) });
}

function leftOutMember(moduleName: string, member: string | symbol): unknown {
  // Module loaders and promises read these members of every object.
  if (typeof member === "symbol" || member === "__esModule" || member === "then") return undefined;
  const refuse = (): never => {
    throw new Error(`${moduleName}.${member} is not part of this bundle: tools/build leaves ${moduleName} out.`);
  };
  return new Proxy(function memberLeftOut() {}, { apply: refuse, construct: refuse, get: refuse });
}
