/** Seals values one by one with the member's data key (AES-GCM); each is bound to its place, so that none can be put elsewhere. */

import { Problem } from "./problem";

/** What stands in the phone's database in place of the value; `plain` where the browser cannot seal. */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer } | { plain: unknown };

export class Seal {
  private constructor(private readonly key: CryptoKey | null) {}

  /** The data key itself is forgotten here: what stays can be used and never read. */
  static async of(raw: Uint8Array<ArrayBuffer>): Promise<Seal> {
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    raw.fill(0);
    return new Seal(key);
  }

  /** Another tab's or the service worker's key. */
  static with(key: CryptoKey): Seal {
    return new Seal(key);
  }

  /** Where the browser cannot seal. */
  static none(): Seal {
    return new Seal(null);
  }

  /** To be handed to another tab; null where nothing is sealed. */
  handOver(): CryptoKey | null {
    return this.key;
  }

  get isReal(): boolean {
    return this.key !== null;
  }

  /** Seal data that JSON can hold. `place` is table and id. */
  async close(place: string, value: unknown): Promise<Sealed> {
    const text = JSON.stringify(value);
    if (!this.key) return { plain: JSON.parse(text) as unknown };
    return this.encrypt(place, new TextEncoder().encode(text));
  }

  async closeBytes(place: string, bytes: ArrayBuffer): Promise<Sealed> {
    return this.key ? this.encrypt(place, bytes) : { plain: bytes };
  }

  async open<T>(place: string, sealed: Sealed): Promise<T> {
    if ("plain" in sealed) return sealed.plain as T;
    return JSON.parse(new TextDecoder().decode(await this.decrypt(place, sealed))) as T;
  }

  async openBytes(place: string, sealed: Sealed): Promise<ArrayBuffer> {
    return "plain" in sealed ? (sealed.plain as ArrayBuffer) : this.decrypt(place, sealed);
  }

  private async encrypt(place: string, bytes: BufferSource): Promise<Sealed> {
    const iv = random(12);
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, this.key!, bytes);
    return { iv, data };
  }

  private async decrypt(place: string, { iv, data }: { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }): Promise<ArrayBuffer> {
    if (!this.key) throw cannotOpen();
    try {
      return await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, this.key, data);
    } catch {
      throw cannotOpen();
    }
  }
}

export function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

function bound(place: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(place);
}

function cannotOpen(): Problem {
  return new Problem("cannot_open", "本机存的数据打不开。", "What is stored on this phone cannot be opened.");
}
