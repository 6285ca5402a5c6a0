/** The keys to what lies on the phone: a random data key a member, and the slots it opens from. */

// Slots hold that key under the PIN, under the server's key (given at a login with the password), and until there is one
// under the phone's own key. None opens without the phone's own key, which the browser never hands out.

import { addVault, changeVault, deviceFact, rememberDeviceFact, vaultOf } from "./device";
import { phones } from "./phones";
import { random, Seal } from "./seal";
import { pinGone, pinWait, sealedAway, wrongPin } from "./vault_problems";

export interface Slot {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

export interface VaultRecord {
  member: number;
  pin: (Slot & { salt: Uint8Array<ArrayBuffer>; rounds: number }) | null;
  server: Slot | null;
  /** Only until a login brings the server's key: then a forgotten PIN costs nothing. */
  device: Slot | null;
  /** Wrong PINs in a row, counted before each try: ending the app wins nobody another one. */
  wrong: number;
  /** Phone time in ms before which no PIN is tried. */
  until: number;
}

/** PBKDF2 rounds for a new PIN; what a vault was made with stands in it. */
export const strength = { rounds: 600_000 };
const DEVICE_KEY = "key";

/** Browsers have no WebCrypto on plain http; there nothing can be sealed, and the app says so. */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

export async function hasVault(memberId: number): Promise<boolean> {
  return (await vaultOf(memberId)) !== null;
}

/** A PIN opens it (false also when too many wrong ones have removed it). */
export async function hasPin(memberId: number): Promise<boolean> {
  return Boolean((await vaultOf(memberId))?.pin);
}

interface Opening {
  now?: number;
  /** Opens it as well from now on. */
  serverKey?: string | null;
}

/** Open with the PIN; throws `Problem` `wrong_pin`, `pin_wait` or `pin_gone`, each with what to do. */
export async function openWithPin(memberId: number, pin: string, { now = Date.now(), serverKey = null }: Opening = {}): Promise<Seal> {
  const raw = await rawByPin(memberId, pin, now);
  if (serverKey) {
    const slots = await otherSlots(raw, serverKey, null);
    await changeVault(memberId, () => slots);
  }
  return Seal.of(raw);
}

/** Open after a login with the password; null when there is no vault yet. Throws `sealed_away` when this key is not its key. */
export async function openWithServerKey(memberId: number, serverKey: string | null): Promise<Seal | null> {
  const vault = await vaultOf(memberId);
  if (!vault) return null;
  const raw = await rawByServer(vault, serverKey);
  const slots = await otherSlots(raw, serverKey, vault);
  return (await changeVault(memberId, () => ({ ...slots, ...UNTRIED }))) && Seal.of(raw);
}

/** Choose the first or a new PIN after a login (or before the first): makes the vault where there is none. */
export async function choosePin(memberId: number, pin: string, serverKey: string | null): Promise<Seal> {
  const vault = await vaultOf(memberId);
  const raw = vault ? await rawByServer(vault, serverKey) : random(32);
  const chosen = { pin: await pinSlot(pin, raw), ...(await otherSlots(raw, serverKey, vault)), ...UNTRIED };
  const isKept = vault ? await changeVault(memberId, () => chosen) : await addVault({ member: memberId, ...chosen });
  // Another tab was quicker. With two data keys each would shut out what the other has sealed.
  return isKept ? Seal.of(raw) : choosePin(memberId, pin, serverKey);
}

/** Change the PIN by the old one; refusals as `openWithPin`. */
export async function changePin(memberId: number, old: string, pin: string): Promise<void> {
  const slot = await pinSlot(pin, await rawByPin(memberId, old, Date.now()));
  await changeVault(memberId, () => ({ pin: slot }));
}

/** The phone can no longer open it; after a login it can again. */
export async function forgetPin(memberId: number): Promise<void> {
  await changeVault(memberId, () => ({ pin: null }));
}

/** All the same digit, or counting up or down: what anybody tries first. */
export function isEasyPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]!);
}

/** Milliseconds until the next PIN may be tried, and how many tries are left. */
export async function pinTries(memberId: number, now: number = Date.now()): Promise<{ wait: number; left: number }> {
  const vault = await vaultAt(memberId, now);
  if (!vault?.pin) return { wait: 0, left: 0 };
  return { wait: waitOf(vault, now), left: Math.max(0, phones().pin.waits.length - vault.wrong) };
}

const UNTRIED = { wrong: 0, until: 0 };

async function rawByPin(memberId: number, pin: string, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const { waits } = phones().pin;
  await vaultAt(memberId, now);
  const vault = await changeVault(memberId, (kept) => {
    if (!kept.pin) throw pinGone();
    if (waitOf(kept, now) > 0) throw pinWait(waitOf(kept, now));
    return { wrong: kept.wrong + 1, until: now + (waits[kept.wrong] ?? 0) * 1000 };
  });
  if (!vault?.pin) throw pinGone();
  const raw = await open(vault.pin, [await keyOfPin(pin, vault.pin.salt, vault.pin.rounds)]).catch(() => null);
  if (!raw && vault.wrong < waits.length) throw wrongPin(waits.length - vault.wrong);
  const after = await changeVault(memberId, () => (raw ? UNTRIED : { pin: null }));
  // Taken away while he was typing it, as on a phone reported lost.
  if (!raw || !after?.pin) throw pinGone();
  return raw;
}

/** The vault, the wait in it by this clock: one that was set back must not lock for longer than the wait itself. */
function vaultAt(memberId: number, now: number): Promise<VaultRecord | null> {
  const { waits } = phones().pin;
  return changeVault(memberId, ({ wrong, until }) => ({ until: Math.min(until, now + (waits[wrong - 1] ?? 0) * 1000) }));
}

function waitOf({ until }: VaultRecord, now: number): number {
  return Math.max(0, until - now);
}

async function rawByServer(vault: VaultRecord, serverKey: string | null): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (vault.device) return await open(vault.device, []);
    if (vault.server && serverKey) return await open(vault.server, [await keyOfServer(serverKey)]);
  } catch {
    // Another server's key: said below.
  }
  throw sealedAway();
}

/** How it opens without the PIN: by the server's key; the phone's own alone only until there is one. */
async function otherSlots(raw: Uint8Array<ArrayBuffer>, serverKey: string | null, vault: VaultRecord | null): Promise<Pick<VaultRecord, "server" | "device">> {
  const server = serverKey ? await close(raw, [await keyOfServer(serverKey)]) : (vault?.server ?? null);
  return { server, device: server ? null : await close(raw, []) };
}

async function pinSlot(pin: string, raw: Uint8Array<ArrayBuffer>): Promise<NonNullable<VaultRecord["pin"]>> {
  const salt = random(16);
  const { rounds } = strength;
  return { ...(await close(raw, [await keyOfPin(pin, salt, rounds)])), salt, rounds };
}

/** Seal by these keys, the phone's own outermost. */
async function close(raw: Uint8Array<ArrayBuffer>, keys: readonly CryptoKey[]): Promise<Slot> {
  const iv = random(12);
  let sealed: BufferSource = raw;
  for (const key of [...keys, await deviceKey()]) sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, sealed);
  return { iv, sealed: sealed as ArrayBuffer };
}

async function open(slot: Slot, keys: readonly CryptoKey[]): Promise<Uint8Array<ArrayBuffer>> {
  let raw: BufferSource = slot.sealed;
  for (const key of [...keys, await deviceKey()].reverse()) {
    raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: slot.iv }, key, raw);
  }
  return new Uint8Array(raw as ArrayBuffer);
}

async function keyOfPin(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function keyOfServer(serverKey: string): Promise<CryptoKey> {
  const raw = Uint8Array.from(atob(serverKey), (sign) => sign.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The phone's own key: used here, never read out. */
async function deviceKey(): Promise<CryptoKey> {
  const kept = (await deviceFact(DEVICE_KEY)) as CryptoKey | undefined;
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Two tabs at once: the first one's stays.
  return (await rememberDeviceFact(DEVICE_KEY, made, { keepOld: true })) as CryptoKey;
}
