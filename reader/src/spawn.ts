// Starts the workers whose source stands in this very file; nothing is ever loaded.

// Under `require-trusted-types-for 'script'` this policy is the only door to a script, and only our own
// blobs come through it.
interface Policy {
  createScriptURL(url: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const ours = new Set<string>();

const rules: Policy = {
  createScriptURL(url: string): string {
    if (!ours.has(url)) throw new TypeError("not one of our workers");
    return url;
  },
};

const policy: Policy = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy("ikrar", rules) ?? rules;

/** A worker from the inert script element with this id. */
export function spawn(id: "crypt-worker" | "pdf-worker"): Worker {
  const source = document.getElementById(id)?.textContent ?? "";
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  ours.add(url);
  try {
    return new Worker(policy.createScriptURL(url));
  } finally {
    ours.delete(url);
    // The worker has to have begun to load before its address may go.
    setTimeout(() => URL.revokeObjectURL(url), 30_000);
  }
}
