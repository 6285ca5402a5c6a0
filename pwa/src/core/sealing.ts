/** AES-GCM under a key made from a short code, by the browser; over plain http, where browsers have none, by a library. */

const ROUNDS = 600_000;

/** One key. A nonce is 12 bytes and never used twice with it; `head` is not hidden, but cannot be changed either. */
export interface Sealing {
  seal: (nonce: Uint8Array<ArrayBuffer>, head: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
  /** Null when it was sealed with another key, or changed since. */
  open: (nonce: Uint8Array<ArrayBuffer>, head: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer> | null>;
}

/** PBKDF2-SHA-256; takes a moment on purpose. */
export async function sealingOf(code: string, salt: Uint8Array<ArrayBuffer>, rounds: number = ROUNDS): Promise<Sealing> {
  return globalThis.crypto.subtle ? byBrowser(code, salt, rounds) : byLibrary(code, salt, rounds);
}

async function byBrowser(code: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Sealing> {
  const { subtle } = crypto;
  const typed = await subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const key = await subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const way = (iv: Uint8Array<ArrayBuffer>, additionalData: Uint8Array<ArrayBuffer>): AesGcmParams => ({ name: "AES-GCM", iv, additionalData });
  return {
    seal: async (nonce, head, plain) => new Uint8Array(await subtle.encrypt(way(nonce, head), key, plain)),
    open: async (nonce, head, sealed) =>
      subtle.decrypt(way(nonce, head), key, sealed).then(
        (plain) => new Uint8Array(plain),
        () => null,
      ),
  };
}

async function byLibrary(code: string, salt: Uint8Array<ArrayBuffer>, c: number): Promise<Sealing> {
  const [{ gcm }, { pbkdf2Async }, { sha256 }] = await Promise.all([
    import("@noble/ciphers/aes.js"),
    import("@noble/hashes/pbkdf2.js"),
    import("@noble/hashes/sha2.js"),
  ]);
  const key = await pbkdf2Async(sha256, code, salt, { c, dkLen: 32 });
  return {
    seal: async (nonce, head, plain) => gcm(key, nonce, head).encrypt(plain),
    open: async (nonce, head, sealed) => {
      try {
        return gcm(key, nonce, head).decrypt(sealed);
      } catch {
        return null;
      }
    },
  };
}
