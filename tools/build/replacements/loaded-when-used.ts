/**
 * A stand-in for a module of Node's own that takes milliseconds to load: its members are there, and reading the first
 * one loads it. A run that ends before, or never comes to need it, does not pay for it.
 */
export function loadedWhenUsed(load: () => object): object {
  return new Proxy({}, { get: (_target, member) => Reflect.get(load(), member) });
}
