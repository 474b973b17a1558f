/** A module that is fetched when it is first asked for; undefined until it is there. A fetch that failed is tried again at the next asking. */
export function lazyModule<T>(load: () => Promise<T>): () => T | undefined {
  let value: T | undefined;
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      load().then(
        (module) => {
          value = module;
        },
        () => {
          asked = false;
        },
      );
    }
    return value;
  };
}
