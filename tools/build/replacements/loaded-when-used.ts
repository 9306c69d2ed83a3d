/**
 * A replacement for one of Node's own modules that takes milliseconds to load. Reading the first member loads the
 * module, so runs that do not need it do not load it.
 */
export function loadedWhenUsed(load: () => object): object {
  return new Proxy({}, { get: (_target, member) => Reflect.get(load(), member) });
}
